using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Shop.Events;

namespace Shop.Catalog;

/// <summary>
/// The products that a new shop opens with, from <c>opening-range.json</c> beside this file. They are listed as any product is. Those
/// with a million pieces never run out under a load test; those with 0 to 3 are for seeing an order fail.
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
            // Another node may have planted at the same time: then nothing is missing any more.
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

/// <summary>A line of the file; prices in major units.</summary>
internal sealed record SeedProduct(
    string Id, string Category, int Stock, Money Usd, Money Eur, Money Gbp, string Name, string Description)
{
    public void List(CatalogDb db) => Product.List(db, Id, Name, Description, Category, new Prices(Usd, Eur, Gbp), Stock);
}
