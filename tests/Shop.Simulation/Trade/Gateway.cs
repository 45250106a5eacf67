using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Payments;
using Shop.Payments.Contracts;

namespace Shop.Simulation;

/// <summary>
/// A payment provider: idempotent per business key, like the product's sandbox. Responses may be late, or errors before or after the
/// effect.
/// </summary>
internal sealed class Gateway(World world)
{
    private readonly Dictionary<string, (AuthorisationOutcome Outcome, bool GivenBack)> _ledger = [];

    private Scheduler Scheduler => world.Scheduler;

    /// <summary>The authorised and not returned amount of an order, minor units.</summary>
    public long AuthorisedAmount(string orderId) =>
        _ledger.TryGetValue(orderId, out var row) && row is { Outcome: Authorised authorised, GivenBack: false } ? authorised.Amount.Minor : 0;

    /// <summary>Makes the call for a message, as the product's handler would.</summary>
    public async Task<object?> Ask(Station station, InboxMessage message)
    {
        var node = station.Node;
        var patience = node.Bus.Options.Lease * 0.8;
        var takes = Scheduler.Within(Troubled(0.05) ? 2 * patience : TimeSpan.FromSeconds(2));
        await Scheduler.Sleep(node.Life, takes < patience ? takes : patience);
        if (Troubled(0.1))
            throw Failed(station, message);
        if (takes < patience)
        {
            var answer = Do(message);
            return Troubled(0.1) ? throw Failed(station, message) : answer;
        }
        // The caller gives up; the provider may still do it.
        Scheduler.Later(world.Server.Life, takes - patience, () => Do(message));
        throw Failed(station, message);
    }

    private static HandlerFailed Failed(Station station, InboxMessage message)
    {
        station.Failed.Add(message.Key);
        return new HandlerFailed(message.Key);
    }

    private bool Troubled(double chance) => world.Server.Storm && !world.Weather.Calm && Scheduler.Happens(chance);

    private object? Do(InboxMessage message)
    {
        if (message.Rule.Contract.Type == typeof(RefundRequested))
            return GiveBack(message.Envelope.Metadata.Subject);
        var asked = message.Envelope.Read<PaymentRequested>();
        var mayAuthorise = world.Databases["payments"].Find<Payment>("payment/" + asked.OrderId) is null or { State: PaymentState.Requested };
        return mayAuthorise ? Authorise(asked) : _ledger.TryGetValue(asked.OrderId, out var known) ? known.Outcome : null;
    }

    private AuthorisationOutcome Authorise(PaymentRequested asked)
    {
        if (!_ledger.TryGetValue(asked.OrderId, out var known))
        {
            known.Outcome = asked.PaymentToken == "tok_ok" ? new Authorised("pay_" + asked.OrderId, asked.Amount, asked.Currency) : new Declined("card_declined");
            _ledger[asked.OrderId] = known;
        }
        return known.Outcome;
    }

    private VoidOrRefundResult? GiveBack(string orderId)
    {
        if (!_ledger.TryGetValue(orderId, out var known))
            known.Outcome = new Declined("closed_before_it_was_charged");
        _ledger[orderId] = known with { GivenBack = known.Outcome is Authorised };
        return known.Outcome is Authorised authorised ? new VoidOrRefundResult(authorised, null) : null;
    }
}
