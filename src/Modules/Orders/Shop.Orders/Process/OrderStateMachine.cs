using Shop.Events;
using Shop.Messaging;

namespace Shop.Orders;

/// <summary>Lets orders take their steps: looks in the table, changes the order, says what the step says, tells who follows it.</summary>
internal sealed class OrderStateMachine(OrdersDb db, Deadlines deadlines, OrderFollowers followers, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>A new order enters the process; it is saved by the <see cref="OrderWriter"/>.</summary>
    public void Start(Order order)
    {
        var first = OrderProcess.First(new(order.Total));
        order.Start(first, Now, deadlines.In(first));
    }

    /// <summary>The order takes the step that the table has for what it hears; false when it has none.</summary>
    public bool Fire(Order order, object trigger, IReceived? causedBy = null)
    {
        if (OrderProcess.Next(order.State, trigger.GetType()) is not { } transition)
            return false;

        var before = order.Status;
        order.Enter(transition.To, transition.Reason, Now, deadlines.In(transition.To));
        Publish(transition.Emits.Of(order), causedBy);
        Publish(Emit.HoldChange(order, before), causedBy);
        db.AfterCommit(() => followers.Notify(order.Id));
        return true;
    }

    /// <summary>Lets those who follow the order know that something of it has changed, though it takes no step.</summary>
    public void NotifyFollowers(Order order)
    {
        order.Change(Now);
        db.AfterCommit(() => followers.Notify(order.Id));
    }

    /// <summary>Holds an order that still waits for something; one that has ended or is held already stays as it is.</summary>
    public void Hold(Order order, string reason)
    {
        if (OrderProcess.IsAtRest(order.State) || order.HeldSince is not null)
            return;
        var before = order.Status;
        order.Hold(reason, Now);
        Publish(Emit.HoldChange(order, before), causedBy: null);
        db.AfterCommit(() => followers.Notify(order.Id));
    }

    /// <summary>Lets a held order wait on, with a new deadline; false when it is not held.</summary>
    public bool Resume(Order order)
    {
        if (order.HeldSince is null)
            return false;
        var before = order.Status;
        order.Enter(order.State, OrderProcess.ReasonOf(order.State), Now, deadlines.In(order.State));
        Publish(Emit.HoldChange(order, before), causedBy: null);
        db.AfterCommit(() => followers.Notify(order.Id));
        return true;
    }

    private void Publish(IEvent? published, IReceived? causedBy)
    {
        if (published is null) return;
        if (causedBy is null) db.Publish(published);
        else db.Publish(published, causedBy);
    }
}
