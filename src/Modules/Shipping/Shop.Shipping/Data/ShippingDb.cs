using Microsoft.EntityFrameworkCore;
using Shop.Messaging;

namespace Shop.Shipping;

internal sealed class ShippingDb(DbContextOptions<ShippingDb> options) : ModuleDbContext(options)
{
    public DbSet<Shipment> Shipments => Set<Shipment>();

    /// <summary>What is known of these orders, in one query; also what this transaction has found out and not saved yet.</summary>
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
            // A cancellation and the carrier's answer, or two nodes, may meet: the later one looks again.
            shipment.Property(s => s.State).IsConcurrencyToken()
                .HasConversion(state => state.ToString().ToLowerInvariant(), text => Enum.Parse<ShipmentState>(text, true));
            shipment.Ignore(s => s.IsOnItsWay).Ignore(s => s.Consignment);
        });
        base.OnModelCreating(modelBuilder);
    }
}
