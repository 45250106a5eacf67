using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Orders.Contracts;
using Shop.Web;

namespace Shop.Shipping;

internal static class ListShipmentsEndpoint
{
    /// <summary>The age up to which an order may still be unknown here: its event is on its way.</summary>
    private static readonly TimeSpan NewFor = TimeSpan.FromSeconds(30);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/orders/{id}/shipments", Handle)
        .WithName("ListShipments").WithTags("Orders")
        .WithSummary("Lists the parcels of an order and their progress")
        .WithDescription("Empty until the order is confirmed.")
        .ProducesProblems(ShippingProblems.OrderNotFound);

    private static async Task<Results<Page<ShipmentView>, Problem>> Handle(string id, ShippingDb db, TimeProvider clock, CancellationToken ct)
    {
        var shipments = await db.Shipments.AsNoTracking().Where(shipment => shipment.OrderId == id).ToListAsync(ct);
        if (shipments.Count == 0 && !IsNew(id, clock) && !await db.Orders.AnyAsync(order => order.OrderId == id, ct))
            return Problem.Of(ShippingProblems.OrderNotFound, $"There is no order {id}, or its event has not reached Shipping yet.");
        return new Page<ShipmentView>([.. shipments.Where(shipment => shipment.Address is not null).Select(ShipmentView.Of)], null);
    }

    private static bool IsNew(string id, TimeProvider clock) =>
        OrderIds.PlacedAt(id) is { } placedAt && (clock.GetUtcNow() - placedAt).Duration() < NewFor;
}

/// <summary>A parcel as the customer sees it.</summary>
/// <param name="ShipmentId">The shipment.</param>
/// <param name="Status">preparing, booked (the carrier will collect it), shipped, delivered, stopping or stopped (the order was
/// cancelled).</param>
/// <param name="Items">Its contents.</param>
/// <param name="Carrier">The carrier; null until booked.</param>
/// <param name="TrackingNumber">The tracking number.</param>
/// <param name="TrackingUrl">The tracking page.</param>
/// <param name="ShippedAt">UTC; null until collected.</param>
/// <param name="DeliveredAt">UTC; null until delivered.</param>
internal sealed record ShipmentView(
    string ShipmentId, ShipmentState Status, IReadOnlyList<ShippedItem> Items, string? Carrier, string? TrackingNumber, string? TrackingUrl,
    DateTime? ShippedAt, DateTime? DeliveredAt)
{
    public static ShipmentView Of(Shipment shipment) => new(
        shipment.ShipmentId, shipment.State, shipment.Items, shipment.Carrier, shipment.TrackingNumber, shipment.TrackingUrl,
        shipment.ShippedAt, shipment.DeliveredAt);
}
