using Microsoft.EntityFrameworkCore;
using Shop.Messaging;

namespace Shop.Orders;

internal sealed class OrdersDb(DbContextOptions<OrdersDb> options) : ModuleDbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OfferedProduct> Products => Set<OfferedProduct>();

    public DbSet<AnsweredRequest> Answered => Set<AnsweredRequest>();

    public DbSet<Cart> Carts => Set<Cart>();

    public DbSet<Webhook> Webhooks => Set<Webhook>();

    public DbSet<WebhookDelivery> Deliveries => Set<WebhookDelivery>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>(order =>
        {
            order.ToTable("orders");
            order.Property(o => o.Lines).AsJson();
            order.Property(o => o.ShippingAddress).AsJson();
            order.Property(o => o.FailedItems).AsJson();
            order.Property(o => o.History).AsJson();
            order.Property(o => o.State).HasConversion<string>();
            order.Property(o => o.Version).IsConcurrencyToken();
            order.Ignore(o => o.Status);
        });
        modelBuilder.Entity<OfferedProduct>(product =>
        {
            product.ToTable("products");
            product.HasKey(p => p.ProductId);
            // Two nodes may hear two changes of one product at once: the later to save must look again, or an older price would stay.
            product.Property(p => p.Revision).IsConcurrencyToken();
            product.Property(p => p.Prices).AsJson();
        });
        modelBuilder.Entity<AnsweredRequest>(request =>
        {
            request.ToTable("answered_requests");
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
            delivery.Property(d => d.LastTries).AsJson();
            delivery.Property(d => d.State).HasConversion<string>();
            delivery.Property(d => d.Version).IsConcurrencyToken();
        });
        base.OnModelCreating(modelBuilder);
    }
}
