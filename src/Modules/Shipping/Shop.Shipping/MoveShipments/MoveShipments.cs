using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Shop.Shipping;

/// <summary>
/// Works with the carrier: books prepared shipments, stops cancelled ones and publishes progress. After a crash the call is repeated under
/// the same id. If two nodes process one parcel at once, the later save fails.
/// </summary>
internal sealed partial class MoveShipments(
    ShippingDb db, IParcelCarrier carrier, CarrierOptions options, TimeProvider clock, ILogger<MoveShipments> logger) : IRecurring
{
    private const int BatchSize = 200;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task Run(CancellationToken ct)
    {
        while (await Move(ct) == BatchSize)
            db.ChangeTracker.Clear();
    }

    private async Task<int> Move(CancellationToken ct)
    {
        var now = Now;
        var due = await db.Shipments.Where(shipment => shipment.DueAt <= now).OrderBy(shipment => shipment.DueAt).Take(BatchSize)
            .ToListAsync(ct);
        await ScheduleNextPoll(due, now, ct);
        foreach (var shipment in due)
            await BookOrStop(shipment, ct);
        await Track([.. due.Where(shipment => shipment.IsOnItsWay)], ct);
        try
        {
            await db.SaveChangesAsync(ct);
            return due.Count;
        }
        catch (DbUpdateConcurrencyException)
        {
            // One of them was just cancelled, or moved by another node. The next run reloads it.
            return 0;
        }
    }

    /// <summary>Set with one statement for many shipments, before polling: for most of them, in transit, nothing else changes.</summary>
    private async Task ScheduleNextPoll(IReadOnlyList<Shipment> due, DateTime now, CancellationToken ct)
    {
        foreach (var alike in due.GroupBy(shipment => options.PollAfter(now - (shipment.BookedAt ?? now)), shipment => shipment.OrderId))
        {
            var (orders, next) = (alike.ToArray(), now + alike.Key);
            await db.Shipments.Where(shipment => EF.Parameter(orders).Contains(shipment.OrderId) && shipment.DueAt <= now)
                .ExecuteUpdateAsync(shipment => shipment.SetProperty(one => one.DueAt, next), ct);
        }
    }

    /// <summary>Books or stops a shipment; if the carrier does not respond, schedules the next attempt.</summary>
    private async Task BookOrStop(Shipment shipment, CancellationToken ct)
    {
        try
        {
            if (shipment.State == ShipmentState.Preparing)
                shipment.Book(carrier.Name, await carrier.Book(shipment.ShipmentId, shipment.Address!, ct), Now);
            else if (
                shipment.State == ShipmentState.Stopping
                && await carrier.Stop(shipment.ShipmentId, shipment.IsOnItsWay ? shipment.Booking : null, ct))
                shipment.Stop();
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            shipment.DueAt = Now + options.RetryAfter;
            LogNoResponse(e, carrier.Name, shipment.ShipmentId);
        }
    }

    private async Task Track(IReadOnlyList<Shipment> parcels, CancellationToken ct)
    {
        if (parcels.Count == 0)
            return;
        try
        {
            var progress = await carrier.Track([.. parcels.Select(parcel => parcel.Booking)], ct);
            foreach (var (parcel, far) in parcels.Zip(progress))
                foreach (var published in parcel.Move(far))
                    db.Publish(published);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogNoResponse(e, carrier.Name, parcels[0].ShipmentId);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shipping: {Carrier} did not respond for {ShipmentId}; it is polled again later")]
    private partial void LogNoResponse(Exception e, string carrier, string shipmentId);
}
