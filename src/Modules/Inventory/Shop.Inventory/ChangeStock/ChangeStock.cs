using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Messaging;
using Shop.Web;

namespace Shop.Inventory;

/// <summary>What an operator asks for: to change a product's stock, for a reason, once for a key.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Action">As the trail names it.</param>
/// <param name="Reason">In the operator's words.</param>
/// <param name="Fingerprint">Tells a retry from another wish.</param>
internal sealed record RequestedChange(string ProductId, string Action, string Reason, string Fingerprint);

/// <summary>Changes a product's stock once, however often it is asked for under one key; says what follows, and notes who did.</summary>
internal sealed class ChangeStock(InventoryDb db, Stock stock, Messaging.BulkOperations operations, IHttpContextAccessor http, TimeProvider clock)
{
    /// <param name="requested">What is asked for.</param>
    /// <param name="key">Of this wish.</param>
    /// <param name="who">Asks.</param>
    /// <param name="more">How many more can be sold, given how many there are; or why that cannot be.</param>
    /// <param name="published">What is told of a change by so many, and of what it became.</param>
    /// <param name="ct">Gives it up: nothing is changed.</param>
    public async Task<Results<Ok<StockResponse>, Problem>> Do(
        RequestedChange requested, IdempotencyKey key, Operator who, Func<StockLevel, (long More, Problem? Refusal)> more, Func<long, StockLevel, IEvent> published, CancellationToken ct)
    {
        try
        {
            return await db.InTransaction(async () =>
            {
                // Held first: of two requests with one key the second sees what the first has done.
                var before = await stock.Hold(requested.ProductId, ct);
                if (await db.Changes.AsNoTracking().SingleOrDefaultAsync(change => change.IdempotencyKey == key.Value, ct) is { } done)
                    return Replayed(done, requested);
                if (before is null)
                    return WatchStock.Missing(requested.ProductId);
                var (by, problem) = more(before);
                return problem ?? (Results<Ok<StockResponse>, Problem>)TypedResults.Ok(await Change(before, by, requested, key, who, published, ct));
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

    private async Task<StockResponse> Change(
        StockLevel before, long by, RequestedChange requested, IdempotencyKey key, Operator who, Func<long, StockLevel, IEvent> published, CancellationToken ct)
    {
        var after = by == 0 ? before : (await stock.Change(requested.ProductId, by, ct))!;
        db.Add(new StockChange
        {
            IdempotencyKey = key.Value, Fingerprint = requested.Fingerprint, ProductId = requested.ProductId, Change = by, Reason = requested.Reason, Operator = who.Name,
            ChangedAt = clock.GetUtcNow().UtcDateTime, Available = after.Available, Reserved = after.Reserved, Threshold = after.Threshold,
        });
        if (by != 0)
            db.Publish(published(by, after));
        if (after.IsLow && !before.IsLow)
            db.Publish(new StockLow(after.ProductId, after.Available, after.Threshold));
        await operations.SaveWithAudit("inventory", db, who.Name, requested.Action, Json(before), Json(after), ct);
        return StockResponse.Of(after);
    }

    private Results<Ok<StockResponse>, Problem> Replayed(StockChange done, RequestedChange requested)
    {
        if (done.Fingerprint != requested.Fingerprint)
            return Problem.Of(IdempotencyProblems.KeyReused, "This Idempotency-Key came with another request before. Give each new wish a new key.");
        http.HttpContext!.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        return TypedResults.Ok(done.ToResponse());
    }

    private static string Json(StockLevel level) => JsonSerializer.Serialize(StockResponse.Of(level), ShopJson.Options);
}
