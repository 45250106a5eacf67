using Microsoft.EntityFrameworkCore;
using Shop.Events;

namespace Shop.Orders;

internal sealed class OrdersDb(DbContextOptions<OrdersDb> options) : ModuleDbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OfferedProduct> Products => Set<OfferedProduct>();

    public DbSet<KnownStock> Stock => Set<KnownStock>();

    public DbSet<StoredResponse> StoredResponses => Set<StoredResponse>();

    public DbSet<OrderReturn> Returns => Set<OrderReturn>();

    public DbSet<Cart> Carts => Set<Cart>();

    public DbSet<Webhook> Webhooks => Set<Webhook>();

    public DbSet<WebhookDelivery> Deliveries => Set<WebhookDelivery>();

    /// <summary>Loads the orders that the events are about in one query.</summary>
    public async Task<OrdersOfBatch> OrdersOf<TEvent>(IReadOnlyList<Received<TEvent>> received, CancellationToken ct) where TEvent : IEvent
    {
        var ids = received.Select(one => one.Event.Subject).Distinct().ToList();
        return new OrdersOfBatch(await Orders.Where(order => ids.Contains(order.Id)).ToDictionaryAsync(order => order.Id, ct));
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>(order =>
        {
            order.ToTable("orders");
            order.Property(o => o.Lines).AsJson();
            order.Property(o => o.ShippingAddress).AsJson();
            order.Property(o => o.FailedItems).AsJson();
            order.Property(o => o.History).AsJson();
            order.Property(o => o.Payment).AsJson();
            order.Property(o => o.Shipments).AsJson();
            order.Property(o => o.Returned).AsJson();
            order.Property(o => o.State).HasConversion<string>();
            order.Property(o => o.Version).IsConcurrencyToken();
            order.Ignore(o => o.Status).Ignore(o => o.PaymentStatus).Ignore(o => o.FulfillmentStatus).Ignore(o => o.AllowedActions);
        });
        modelBuilder.Entity<OrderReturn>(back =>
        {
            back.ToTable("returns").HasKey(r => r.ReturnId);
            back.Property(r => r.Items).AsJson();
            // If two operators decide at once, the later save fails.
            back.Property(r => r.State).IsConcurrencyToken()
                .HasConversion(state => state.ToString().ToLowerInvariant(), text => Enum.Parse<ReturnState>(text, true));
        });
        modelBuilder.Entity<OfferedProduct>(product =>
        {
            product.ToTable("products");
            product.HasKey(p => p.ProductId);
            // Two nodes may handle two changes of one product at once: the later save must reload, or the older price could win.
            product.Property(p => p.Revision).IsConcurrencyToken();
            product.Property(p => p.NamedRevision).IsConcurrencyToken();
            product.Property(p => p.ListedRevision).IsConcurrencyToken();
            product.Property(p => p.Prices).AsJson();
        });
        modelBuilder.Entity<KnownStock>().ToTable("stock").HasKey(stock => stock.ProductId);
        modelBuilder.Entity<StoredResponse>(request =>
        {
            request.ToTable("stored_responses");
            request.HasKey(r => r.IdempotencyKey);
        });
        modelBuilder.Entity<Cart>(cart =>
        {
            cart.ToTable("carts");
            cart.Property(c => c.Lines).AsJson();
            cart.Property(c => c.Version).IsConcurrencyToken();
        });
        modelBuilder.Entity<Webhook>(webhook =>
        {
            webhook.ToTable("webhooks");
            webhook.Property(w => w.Events).AsJson();
        });
        modelBuilder.Entity<WebhookDelivery>(delivery =>
        {
            delivery.ToTable("webhook_deliveries");
            delivery.Property(d => d.LastAttempts).AsJson();
            delivery.Property(d => d.State).HasConversion<string>();
            delivery.Property(d => d.Version).IsConcurrencyToken();
        });
        base.OnModelCreating(modelBuilder);
    }
}

/// <summary>The orders that a batch of events is about.</summary>
internal sealed class OrdersOfBatch(Dictionary<string, Order> orders)
{
    /// <exception cref="InvalidOperationException">The order does not exist: the bus retries the event.</exception>
    public Order Of<TEvent>(Received<TEvent> received) where TEvent : IEvent => orders.GetValueOrDefault(received.Event.Subject)
        ?? throw new InvalidOperationException($"There is no order {received.Event.Subject} for \"{received.Envelope.DetailType}\".");
}
