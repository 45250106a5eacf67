using Microsoft.EntityFrameworkCore;
using Shop.Events;

namespace Shop.Bench.Peers;

internal sealed class Order
{
    public const string Placed = "placed";
    public const string Reserved = "reserved";

    public required Guid Id { get; init; }
    public required int ProductId { get; init; }
    public required int Quantity { get; init; }
    public required string Status { get; init; }
    public required DateTime PlacedAt { get; init; }
    public DateTime? ReservedAt { get; init; }
}

internal sealed class OrdersDb(DbContextOptions<OrdersDb> options) : ModuleDbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>().ToTable("orders").Property(order => order.Id).ValueGeneratedNever();
        base.OnModelCreating(modelBuilder);
    }
}

internal sealed class OrdersModule : IModule
{
    public string Name => "orders";

    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<OrdersDb>();
        module.Publishes(EventContract.Of(typeof(OrderCreated)));
        module.On<InventoryReserved>("mark-orders").Do<MarkOrders>();
    }
}

internal sealed class MarkOrders(OrdersDb db, MarkedOnCommit marked) : IHandleMany<InventoryReserved>
{
    public async Task Handle(IReadOnlyList<Received<InventoryReserved>> received, CancellationToken ct)
    {
        var ids = received.Select(reserved => reserved.Event.OrderId).ToList();
        await db.Orders.Where(order => ids.Contains(order.Id) && order.Status == Order.Placed).ExecuteUpdateAsync(
            order => order.SetProperty(o => o.Status, Order.Reserved).SetProperty(o => o.ReservedAt, DateTime.UtcNow), ct);
        marked.Add(ids);
    }
}
