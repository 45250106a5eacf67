using Microsoft.EntityFrameworkCore;

namespace Shop.Shipping;

internal sealed class ShippingDb(DbContextOptions<ShippingDb> options) : ModuleDbContext(options)
{
    public DbSet<Shipment> Shipments => Set<Shipment>();

    public DbSet<KnownOrder> Orders => Set<KnownOrder>();

    /// <summary>Loads these orders' shipments in one query, including unsaved ones of this transaction.</summary>
    public async Task<Dictionary<string, Shipment>> ShipmentsOf(IEnumerable<string> orderIds, CancellationToken ct)
    {
        var ids = orderIds.Distinct().ToArray();
        await Shipments.Where(known => EF.Parameter(ids).Contains(known.OrderId)).LoadAsync(ct);
        return Shipments.Local.Where(known => ids.Contains(known.OrderId)).ToDictionary(known => known.OrderId);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Shipment>(shipment =>
        {
            shipment.ToTable("shipments").HasKey(s => s.OrderId);
            shipment.Property(s => s.Items).AsJson();
            shipment.Property(s => s.Address).AsJson();
            // If a cancellation and a carrier update, or two nodes, save at once, the later save fails and is retried.
            shipment.Property(s => s.State).IsConcurrencyToken()
                .HasConversion(state => state.ToString().ToLowerInvariant(), text => Enum.Parse<ShipmentState>(text, true));
            shipment.Ignore(s => s.IsOnItsWay).Ignore(s => s.Booking);
        });
        modelBuilder.Entity<KnownOrder>().ToTable("orders").HasKey(order => order.OrderId);
        base.OnModelCreating(modelBuilder);
    }
}

/// <summary>An order that exists. It has no shipment until it is confirmed.</summary>
internal sealed class KnownOrder
{
    public required string OrderId { get; init; }
}
