using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Shop.Catalog;

/// <summary>At start, folds the texts of products again that were stored under an earlier <see cref="Folding.Version"/>.</summary>
internal sealed class FoldTexts(IServiceScopeFactory scopes) : IHostedService
{
    private const int BatchSize = 200;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (await FoldSome(cancellationToken) == BatchSize)
            continue;
    }

    private async Task<int> FoldSome(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CatalogDb>();
        var old = await db.Products.Where(product => product.FoldedBy != Folding.Version).OrderBy(product => product.ProductId).Take(BatchSize)
            .ToListAsync(ct);
        old.ForEach(product => product.FoldTexts());
        try
        {
            await db.SaveChangesAsync(ct);
            return old.Count;
        }
        catch (DbUpdateConcurrencyException)
        {
            return BatchSize;       // an operator changed one of them at this moment, which has folded it
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
