using Microsoft.EntityFrameworkCore;
using Shop.Events;

namespace Shop.Bench.Peers;

internal sealed class StockItem
{
    public required int ProductId { get; init; }
    public required int Available { get; init; }
    public int Reserved { get; init; }
}

internal sealed class InventoryDb(DbContextOptions<InventoryDb> options) : ModuleDbContext(options)
{
    public DbSet<StockItem> Stock => Set<StockItem>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<StockItem>().ToTable("stock").HasKey(item => item.ProductId);
        modelBuilder.Entity<StockItem>().Property(item => item.ProductId).ValueGeneratedNever();
        base.OnModelCreating(modelBuilder);
    }
}

internal sealed class InventoryModule : IModule
{
    public string Name => "inventory";

    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<InventoryDb>();
        module.Publishes(EventContract.Of(typeof(InventoryReserved)));
        module.On<OrderCreated>("reserve-stock").Do<ReserveStock>();
    }
}

/// <summary>The stock suffices for every order of a run. An order without stock is not reserved, and the run fails its check.</summary>
internal sealed class ReserveStock(InventoryDb db, Tally tally) : IHandleMany<OrderCreated>
{
    public async Task Handle(IReadOnlyList<Received<OrderCreated>> received, CancellationToken ct)
    {
        tally.Received(received);
        if (received.Any(order => order.Event.ProductId == Producers.Poison))
            throw new InvalidOperationException("There is no such product.");
        var wanted = received.GroupBy(order => order.Event.ProductId, order => order.Event.Quantity).OrderBy(product => product.Key).ToList();
        var reserved = await StockSql.Reserve(db, [.. wanted.Select(w => w.Key)], [.. wanted.Select(w => w.Sum())], ct);
        foreach (var order in received.Where(order => reserved.Contains(order.Event.ProductId)))
            db.Publish(new InventoryReserved(order.Event.OrderId, order.Event.ProductId, order.Event.Quantity), causedBy: order);
    }
}
