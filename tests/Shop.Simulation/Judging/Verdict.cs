using Shop.Events;
using Shop.Inventory;
using Shop.Orders;

namespace Shop.Simulation;

/// <summary>The invariants after the storm, when the system is idle.</summary>
internal sealed class Verdict(World world)
{
    private Ledger Ledger => world.Ledger;

    private Database Of(string module) => world.Databases[module];

    public void Judge()
    {
        Orders();
        Stock();
        Prices();
        foreach (var database in world.Databases.Values)
        {
            Events(database);
            Rest(database);
        }
        foreach (var node in world.Nodes.Where(node => node.Bus.Activity.InFlight != 0))
            Ledger.Fault($"A node counts {node.Bus.Activity.InFlight} events under way, though all is quiet.");
    }

    /// <summary>I1, I4, I6, I10: each key has one order, which has ended; money and stock match its end.</summary>
    private void Orders()
    {
        var orders = Of("orders").All<Order>().ToList();
        foreach (var key in world.Shoppers.Taken.Where(key => orders.Count(order => order.Id == key.Value) != 1))
            Ledger.Fault($"Key {key.Key} was answered with {key.Value}, which is not there.");
        if (orders.Count != world.Shoppers.Taken.Count)
            Ledger.Fault($"{world.Shoppers.Taken.Count} orders were taken, and there are {orders.Count}.");
        foreach (var order in orders.Where(order => !IsGivenUp(order.Id)))
            Ended(order);
    }

    private void Ended(Order order)
    {
        var confirmed = order.State == OrderState.Confirmed;
        if (!confirmed && order.State != OrderState.Cancelled)
            Ledger.Fault($"{order.Id} has not ended: {order.State}.");
        if (world.Gateway.AuthorisedAmount(order.Id) != (confirmed ? order.Total : 0))
            Ledger.Fault($"{order.Id} is {order.State}, and the provider has {world.Gateway.AuthorisedAmount(order.Id)} of {order.Total}.");
        var reserved = Of("inventory").Find<Reservation>("reservation/" + order.Id)?.State == ReservationState.Reserved;
        if (reserved != confirmed)
            Ledger.Fault($"{order.Id} is {order.State}, and its items are {(reserved ? "" : "not ")}set aside.");
        foreach (var twice in PublishedOf(order.Id).GroupBy(type => type).Where(type => type.Count() > 1))
            Ledger.Fault($"\"{twice.Key}\" of {order.Id} was published {twice.Count()} times.");
    }

    private IEnumerable<string> PublishedOf(string subject) =>
        world.Databases.Values.SelectMany(database => database.Archive).Where(row => row.Subject == subject).Select(row => row.DetailType);

    /// <summary>I3, I12: nothing is gained or lost, and the catalog's copy is right.</summary>
    private void Stock()
    {
        var shelf = Of("inventory").Find<Shelf>("shelf/" + Shoppers.Product)!;
        var reserved = Of("inventory").All<Reservation>().Where(r => r.State == ReservationState.Reserved).Sum(r => r.Items[0].Quantity);
        if (shelf.Available + shelf.Reserved != World.OpeningStock || shelf.Reserved != reserved)
            Ledger.Fault($"{shelf.Available} available and {shelf.Reserved} reserved, of {World.OpeningStock}; orders hold {reserved}.");
        var shown = Of("catalog").Find<Shelf>("shown/" + Shoppers.Product)!.Available;
        if (shown != shelf.Available)
            Ledger.Fault($"The catalog shows {shown}, there are {shelf.Available}.");
    }

    private void Prices()
    {
        var kept = Of("orders").Find<OfferedProduct>("offered/" + Shoppers.Product);
        if (kept?.Revision != Shoppers.PriceChanges || kept.Prices["USD"] != Shoppers.PriceChanges)
            Ledger.Fault($"Orders has price {kept?.Revision}, the last is {Shoppers.PriceChanges}.");
    }

    /// <summary>
    /// I7: every published event was handled once by every matching rule, or is a dead letter because the run made it one.
    /// </summary>
    private void Events(Database database)
    {
        foreach (var row in database.Archive)
            foreach (var rule in world.Matching(Envelope.Parse(row.Envelope)))
                if (Ledger.Effects((row.Id, rule.Name)) != 1 && !IsGivenUp(row.Subject))
                    Ledger.Fault($"\"{row.DetailType}\" of {row.Subject} had {Ledger.Effects((row.Id, rule.Name))} effects in {rule.Module}/{rule.Name}.");
        foreach (var (key, entry) in database.Inbox.Where(row => row.Value.IsDead && !IsRightlyDead(row.Value)))
            Ledger.Fault($"\"{entry.Message!.Envelope.DetailType}\" of {entry.Message.Envelope.Metadata.Subject} is dead in {database.Module}/{key.Rule}, although the run did not cause it.");
    }

    /// <summary>A dead letter of an order excuses what follows: the order waits for an operator.</summary>
    private bool IsGivenUp(string subject) => world.Databases.Values.SelectMany(database => database.Inbox.Values)
        .Any(entry => entry.IsDead && entry.Message!.Envelope.Metadata.Subject == subject);

    /// <summary>It was made unreadable, or its policy allows no more attempts.</summary>
    private bool IsRightlyDead(InboxEntry entry) => world.IsPoisoned(entry.Message!) || entry.Message!.Attempts == entry.Message!.Rule.Retry.Attempts + 1;

    /// <summary>I13: nothing is left.</summary>
    private void Rest(Database database)
    {
        if (database.Outbox.Count > 0 || database.Inbox.Values.Any(entry => entry.IsOpen))
            Ledger.Fault($"{database.Module} is stuck: {database.Outbox.Count} events in its outbox, {database.Inbox.Values.Count(e => e.IsOpen)} waiting in its inbox.");
        if (world.Server.Open.Any(open => open.Database == database))
            Ledger.Fault($"{database.Module} has a transaction open.");
    }
}
