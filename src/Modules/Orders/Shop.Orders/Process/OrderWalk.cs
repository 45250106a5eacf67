using Shop.Events;
using Shop.Messaging;

namespace Shop.Orders;

/// <summary>Lets orders take their steps: looks in the table, changes the order, says what the step says, tells who follows it.</summary>
internal sealed class OrderWalk(OrdersDb db, Deadlines deadlines, OrderFollowers followers, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>A new order enters the process; it is saved by the <see cref="OrderBook"/>.</summary>
    public void Begin(Order order)
    {
        var first = OrderProcess.First(new(order.Total));
        order.Begin(first, Now, deadlines.In(first));
    }

    /// <summary>The order takes the step that the table has for what it hears; false when it has none.</summary>
    public bool Take(Order order, object hears, IHeard? because = null)
    {
        if (OrderProcess.Next(order.State, hears.GetType()) is not { } step)
            return false;

        var before = order.Status;
        order.Enter(step.Becomes, step.Because, Now, deadlines.In(step.Becomes));
        Say(step.Says.Of(order), because);
        Say(Says.OfHolding(order, before), because);
        db.AfterCommit(() => followers.Tell(order.Id));
        return true;
    }

    /// <summary>Lets those who follow the order know that something of it has changed, though it takes no step.</summary>
    public void Tell(Order order)
    {
        order.Change(Now);
        db.AfterCommit(() => followers.Tell(order.Id));
    }

    /// <summary>Holds an order that still waits for something; one that has ended or is held already stays as it is.</summary>
    public void Hold(Order order, string reason)
    {
        if (OrderProcess.IsAtRest(order.State) || order.HeldSince is not null)
            return;
        var before = order.Status;
        order.Hold(reason, Now);
        Say(Says.OfHolding(order, before), because: null);
        db.AfterCommit(() => followers.Tell(order.Id));
    }

    /// <summary>Lets a held order wait on, with a new deadline; false when it is not held.</summary>
    public bool Resume(Order order)
    {
        if (order.HeldSince is null)
            return false;
        var before = order.Status;
        order.Enter(order.State, OrderProcess.ReasonOf(order.State), Now, deadlines.In(order.State));
        Say(Says.OfHolding(order, before), because: null);
        db.AfterCommit(() => followers.Tell(order.Id));
        return true;
    }

    private void Say(IEvent? said, IHeard? because)
    {
        if (said is null) return;
        if (because is null) db.Publish(said);
        else db.Publish(said, because);
    }
}
