using Shop.Events;

namespace Shop.Orders;

/// <summary>Fires transitions: looks up the table, changes the order, publishes the transition's event and notifies followers.</summary>
internal sealed class OrderStateMachine(OrdersDb db, Deadlines deadlines, OrderFollowers followers, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Starts the process for a new order; the <see cref="OrderWriter"/> saves it.</summary>
    public void Start(Order order)
    {
        var first = OrderProcess.First(new(order.Total));
        order.Start(first, Now, deadlines.In(first));
    }

    /// <summary>Fires the transition for a trigger; false when the table has none.</summary>
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

    /// <summary>Notifies followers of a change that is not a transition.</summary>
    public void NotifyFollowers(Order order)
    {
        order.Change(Now);
        db.AfterCommit(() => followers.Notify(order.Id));
    }

    /// <summary>Puts an order on hold, unless it has ended or is already on hold.</summary>
    public void Hold(Order order, string reason)
    {
        if (OrderProcess.IsAtRest(order.State) || order.HeldSince is not null)
            return;
        var before = order.Status;
        order.Hold(reason, Now);
        Publish(Emit.HoldChange(order, before), causedBy: null);
        db.AfterCommit(() => followers.Notify(order.Id));
    }

    /// <summary>Resumes an order on hold, with a new deadline; false when it is not on hold.</summary>
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
