using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Shop.Events;

namespace Shop.Catalog;

/// <summary>
/// Seeds a new shop with the products of <c>opening-range.json</c>, listed like any product. Those with a million pieces never run out in a
/// load test; those with 0 to 3 show how an order fails.
/// </summary>
internal sealed class OpeningRange(CatalogDb db) : ISeed
{
    public async Task<bool> Apply(CancellationToken ct)
    {
        var missing = await Missing(ct);
        foreach (var product in missing)
            product.List(db);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Another node may have seeded concurrently: then nothing is missing.
            db.ChangeTracker.Clear();
            if ((await Missing(ct)).Count > 0)
                throw;
        }
        return missing.Count > 0;
    }

    private async Task<List<SeedProduct>> Missing(CancellationToken ct)
    {
        var there = await db.Products.Select(product => product.ProductId).ToHashSetAsync(ct);
        return [.. Read().Where(product => !there.Contains(product.Id))];
    }

    internal static IReadOnlyList<SeedProduct> Read()
    {
        using var json = typeof(OpeningRange).Assembly.GetManifestResourceStream("opening-range.json")!;
        return JsonSerializer.Deserialize<IReadOnlyList<SeedProduct>>(json, EventJson.Options)!;
    }
}

/// <summary>An entry of the file; prices in major units.</summary>
internal sealed record SeedProduct(
    string Id, string Category, int Stock, Money Usd, Money Eur, Money Gbp, string Name, string Description)
{
    public void List(CatalogDb db) => Product.List(db, Id, Name, Description, Category, new Prices(Usd, Eur, Gbp), Stock);
}
