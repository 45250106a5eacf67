using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Web;

namespace Shop.Inventory;

/// <summary>What an operator asks for: to change a product's stock, for a reason, once for a key.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Action">As the trail names it.</param>
/// <param name="Reason">In the operator's words.</param>
/// <param name="Fingerprint">Tells a retry from another wish.</param>
internal sealed record RequestedChange(string ProductId, string Action, string Reason, string Fingerprint);

/// <summary>Changes a product's stock once, however often it is asked for under one key; says what follows, and notes who did.</summary>
internal sealed class ChangeStock(InventoryDb db, Stock stock, IHttpContextAccessor http, TimeProvider clock)
{
    /// <param name="wish">What is asked for.</param>
    /// <param name="key">Of this wish.</param>
    /// <param name="who">Asks.</param>
    /// <param name="more">How many more can be sold, given how many there are; or why that cannot be.</param>
    /// <param name="published">What is told of a change by so many, and of what it became.</param>
    /// <param name="ct">Gives it up: nothing is changed.</param>
    public async Task<Results<Ok<StockAnswer>, Problem>> Do(
        RequestedChange wish, IdempotencyKey key, Operator who, Func<StockLevel, (long More, Problem? Refusal)> more, Func<long, StockLevel, IEvent> published, CancellationToken ct)
    {
        try
        {
            return await db.InTransaction(async () =>
            {
                // Held first: of two requests with one key the second sees what the first has done.
                var before = await stock.Hold(wish.ProductId, ct);
                if (await db.Changes.AsNoTracking().SingleOrDefaultAsync(change => change.IdempotencyKey == key.Value, ct) is { } done)
                    return Replayed(done, wish);
                if (before is null)
                    return WatchStock.Missing(wish.ProductId);
                var (by, refusal) = more(before);
                return refusal ?? (Results<Ok<StockAnswer>, Problem>)TypedResults.Ok(await Change(before, by, wish, key, who, published, ct));
            }, ct);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (!await db.Changes.AnyAsync(change => change.IdempotencyKey == key.Value, ct))
                throw;
            return Problem.Of(IdempotencyProblems.KeyInUse, "Another request with this Idempotency-Key was answered in this moment. Send it again.");
        }
    }

    private async Task<StockAnswer> Change(
        StockLevel before, long by, RequestedChange wish, IdempotencyKey key, Operator who, Func<long, StockLevel, IEvent> published, CancellationToken ct)
    {
        var after = by == 0 ? before : (await stock.Change(wish.ProductId, by, ct))!;
        db.Add(new StockChange
        {
            IdempotencyKey = key.Value, Fingerprint = wish.Fingerprint, ProductId = wish.ProductId, Change = by, Reason = wish.Reason, Operator = who.Name,
            ChangedAt = clock.GetUtcNow().UtcDateTime, Available = after.Available, Reserved = after.Reserved, Threshold = after.Threshold,
        });
        if (by != 0)
            db.Publish(published(by, after));
        if (after.IsLow && !before.IsLow)
            db.Publish(new StockLow(after.ProductId, after.Available, after.Threshold));
        await db.SaveWithAudit(who.Name, wish.Action, Json(before), Json(after), ct);
        return StockAnswer.Of(after);
    }

    private Results<Ok<StockAnswer>, Problem> Replayed(StockChange done, RequestedChange wish)
    {
        if (done.Fingerprint != wish.Fingerprint)
            return Problem.Of(IdempotencyProblems.KeyReused, "This Idempotency-Key came with another request before. Give each new wish a new key.");
        http.HttpContext!.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        return TypedResults.Ok(done.Answer());
    }

    private static string Json(StockLevel level) => JsonSerializer.Serialize(StockAnswer.Of(level), ShopJson.Options);
}
