using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Shop.Events;

namespace Shop.Messaging.Tests.Bus;

/// <summary>An order was placed.</summary>
[Event("com.shop.checkout", "Order Placed")]
public sealed record OrderPlaced(string OrderId, int Amount) : IEvent
{
    string IEvent.Subject => OrderId;
}

/// <summary>Billing's event in response.</summary>
[Event("com.shop.billing", "Invoice Sent")]
public sealed record InvoiceSent(string OrderId) : IEvent
{
    string IEvent.Subject => OrderId;
}

/// <summary>Checkout's entity, for the tests that create its table.</summary>
internal sealed class PlacedOrder
{
    public required string Id { get; init; }

    public required string Status { get; set; }
}

internal sealed class CheckoutDb(DbContextOptions<CheckoutDb> options) : ModuleDbContext(options)
{
    public DbSet<PlacedOrder> Orders => Set<PlacedOrder>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<PlacedOrder>().ToTable("orders").HasKey(order => order.Id);
        base.OnModelCreating(modelBuilder);
    }
}

internal sealed class BillingDb(DbContextOptions<BillingDb> options) : ModuleDbContext(options);

internal sealed class Checkout : IModule
{
    public string Name => "checkout";

    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<CheckoutDb>();
        module.Publishes(EventContract.Of(typeof(OrderPlaced)));
        module.On<InvoiceSent>("count-invoices").Do<CountInvoices>();
    }
}

internal sealed class Billing : IModule
{
    public string Name => "billing";

    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<BillingDb>();
        module.Publishes(EventContract.Of(typeof(InvoiceSent)));
        module.On<OrderPlaced>("send-invoice").Do<SendInvoice>();
        module.On<OrderPlaced>("note-large-orders").Where(order => order.Amount, Is.AtLeast(100)).Do<NoteLargeOrders>();
        module.On<OrderPlaced>("check-credit").Where(order => order.Amount, Is.AtLeast(1000)).Do<CheckCredit>();
    }
}

/// <summary>Records what the handlers did and makes them fail; one per test.</summary>
internal sealed class HandlerLog
{
    public ConcurrentQueue<string> Done { get; } = [];

    /// <summary>How often the handler of an order will still fail.</summary>
    public ConcurrentDictionary<string, int> Failures { get; } = [];

    public void FailIfAsked(string order)
    {
        if (Failures.AddOrUpdate(order, -1, (_, left) => left - 1) >= 0)
            throw new InvalidOperationException($"{order} was not accepted.");
    }
}

internal sealed class SendInvoice(BillingDb db, HandlerLog handled) : IHandle<OrderPlaced>
{
    public Task Handle(OrderPlaced received, CancellationToken ct)
    {
        handled.FailIfAsked(received.OrderId);
        db.Publish(new InvoiceSent(received.OrderId));
        return Task.CompletedTask;
    }
}

internal sealed class NoteLargeOrders(HandlerLog handled) : IHandleMany<OrderPlaced>
{
    public Task Handle(IReadOnlyList<Received<OrderPlaced>> received, CancellationToken ct)
    {
        foreach (var order in received)
            handled.Done.Enqueue("noted " + order.Event.OrderId);
        return Task.CompletedTask;
    }
}

internal sealed class CheckCredit(HandlerLog handled) : IExternalCall<OrderPlaced, string>
{
    public Task Prepare(IReadOnlyList<Received<OrderPlaced>> received, CancellationToken ct)
    {
        foreach (var order in received)
        {
            handled.FailIfAsked("preparing " + order.Event.OrderId);
            handled.Done.Enqueue("prepared " + order.Event.OrderId);
        }
        return Task.CompletedTask;
    }

    public Task<string> Call(OrderPlaced received, CancellationToken ct)
    {
        handled.Done.Enqueue("checked " + received.OrderId);
        handled.FailIfAsked(received.OrderId);
        return Task.FromResult("in");
    }

    public Task Record(IReadOnlyList<CallResult<OrderPlaced, string>> answers, CancellationToken ct)
    {
        foreach (var answer in answers)
            handled.Done.Enqueue($"{answer.Event.OrderId} was {answer.Result}");
        return Task.CompletedTask;
    }
}

internal sealed class CountInvoices(HandlerLog handled) : IHandle<InvoiceSent>
{
    public Task Handle(InvoiceSent received, CancellationToken ct)
    {
        handled.Done.Enqueue("counted " + received.OrderId);
        return Task.CompletedTask;
    }
}
