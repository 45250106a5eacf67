using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Shop.Events;

namespace Shop.Catalog;

internal sealed class CatalogDb(DbContextOptions<CatalogDb> options) : ModuleDbContext(options)
{
    public DbSet<Product> Products => Set<Product>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Money>().HaveConversion<MinorUnits>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Product>(product =>
        {
            product.ToTable("products").HasKey(p => p.ProductId);
            product.Property(p => p.Revision).IsConcurrencyToken();
            product.ComplexProperty(p => p.Prices, prices =>
            {
                prices.Property(p => p.Usd).HasColumnName("price_usd");
                prices.Property(p => p.Eur).HasColumnName("price_eur");
                prices.Property(p => p.Gbp).HasColumnName("price_gbp");
            });
        });
        base.OnModelCreating(modelBuilder);
    }

    private sealed class MinorUnits() : ValueConverter<Money, long>(money => money.Minor, minor => new Money(minor));
}
