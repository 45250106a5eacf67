using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Web;

namespace Shop.Inventory;

/// <summary>An operator's stock change.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Action">The action in the audit log.</param>
/// <param name="Reason">The operator's reason.</param>
/// <param name="Fingerprint">Distinguishes a retry from a different request.</param>
internal sealed record RequestedChange(string ProductId, string Action, string Reason, string Fingerprint);

/// <summary>Changes a product's stock once per Idempotency-Key, publishes the event and writes the audit log.</summary>
internal sealed class ChangeStock(
    InventoryDb db, Stock stock, IHttpContextAccessor http, TimeProvider clock)
{
    /// <param name="requested">The requested change.</param>
    /// <param name="key">The key of the request.</param>
    /// <param name="who">The operator.</param>
    /// <param name="more">Computes the change from the current level, or returns a problem.</param>
    /// <param name="published">Builds the event from the change and the new level.</param>
    /// <param name="ct">Cancels; nothing changes.</param>
    public async Task<Results<Ok<StockResponse>, Problem>> Do(
        RequestedChange requested, IdempotencyKey key, Operator who,
        Func<StockLevel, (long More, Problem? Problem)> more, Func<long, StockLevel, IEvent> published, CancellationToken ct)
    {
        var stored = key.Of(who.Name);
        try
        {
            return await db.InTransaction(async () =>
            {
                // Lock first, so that of two requests with one key the second sees the first one's result.
                var before = await stock.Hold(requested.ProductId, ct);
                if (await db.Changes.AsNoTracking().SingleOrDefaultAsync(change => change.IdempotencyKey == stored, ct) is { } done)
                    return Replayed(done, requested);
                if (before is null)
                    return WatchStock.Missing(requested.ProductId);
                var (by, problem) = more(before);
                return problem
                    ?? (Results<Ok<StockResponse>, Problem>)TypedResults.Ok(await Change(before, by, requested, stored, who, published, ct));
            }, ct);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (!await db.Changes.AnyAsync(change => change.IdempotencyKey == stored, ct))
                throw;
            return IdempotencyProblems.InUse();
        }
    }

    private async Task<StockResponse> Change(
        StockLevel before, long by, RequestedChange requested, string key, Operator who, Func<long, StockLevel, IEvent> published,
        CancellationToken ct)
    {
        var after = by == 0 ? before : (await stock.Change(requested.ProductId, by, ct))!;
        db.Add(new StockChange
        {
            IdempotencyKey = key, Fingerprint = requested.Fingerprint, ProductId = requested.ProductId, Change = by,
            Reason = requested.Reason, Operator = who.Name,
            ChangedAt = clock.GetUtcNow().UtcDateTime, Available = after.Available, Reserved = after.Reserved, Threshold = after.Threshold,
        });
        if (by != 0)
            db.Publish(published(by, after));
        if (after.IsLow && !before.IsLow)
            db.Publish(new StockLow(after.ProductId, after.Available, after.Threshold));
        await db.SaveWithAudit(who.Name, requested.Action, Json(before), Json(after), ct);
        return StockResponse.Of(after);
    }

    private Results<Ok<StockResponse>, Problem> Replayed(StockChange done, RequestedChange requested)
    {
        if (done.Fingerprint != requested.Fingerprint)
            return IdempotencyProblems.Reused();
        http.HttpContext!.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        return TypedResults.Ok(done.ToResponse());
    }

    private static string Json(StockLevel level) => JsonSerializer.Serialize(StockResponse.Of(level), ShopJson.Options);
}
