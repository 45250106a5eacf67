using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Orders;

/// <summary>
/// Answers a request with an Idempotency-Key once, however often it comes: the answer is saved with the order in one transaction, under the
/// key. The key is looked up only when it turns out to be taken, so that a first request pays nothing for it.
/// </summary>
internal sealed class OnceOnly(OrdersDb db, KeysInUse inUse, IHttpContextAccessor http, TimeProvider clock)
{
    public async Task<Results<Accepted<PlaceOrderResponse>, Problem>> Answer(
        IdempotencyKey key, PlaceOrderRequest request, Func<Task<Results<Accepted<PlaceOrderResponse>, Problem>>> place, CancellationToken ct)
    {
        using var use = inUse.Begin(key.Value);
        if (use is null)
            return Problem.Of(IdempotencyProblems.KeyInUse, "The first request with this Idempotency-Key is still being answered. Try again in a moment.");

        var fingerprint = RequestFingerprint.Of(request);
        var placed = await place();
        if (placed.Result is not Accepted<PlaceOrderResponse> { Value: { } answer })
            return await Replayed(key, fingerprint, ct) ?? placed;

        db.Add(new AnsweredRequest
        {
            IdempotencyKey = key.Value,
            Fingerprint = fingerprint,
            Answer = JsonSerializer.Serialize(answer, ShopJson.Options),
            AnsweredAt = clock.GetUtcNow().UtcDateTime,
        });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (await Replayed(key, fingerprint, ct) is { } replayed)
                return replayed;
            throw;
        }
        return placed;
    }

    private async Task<Results<Accepted<PlaceOrderResponse>, Problem>?> Replayed(IdempotencyKey key, string fingerprint, CancellationToken ct)
    {
        var answered = await db.Answered.AsNoTracking().SingleOrDefaultAsync(request => request.IdempotencyKey == key.Value, ct);
        if (answered is null)
            return null;
        if (answered.Fingerprint != fingerprint)
            return Problem.Of(IdempotencyProblems.KeyReused, "This Idempotency-Key came with another body before. Give each new order a new key.");
        http.HttpContext!.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        var answer = JsonSerializer.Deserialize<PlaceOrderResponse>(answered.Answer, ShopJson.Options)!;
        return TypedResults.Accepted($"/v1/orders/{answer.OrderId}", answer);
    }
}

/// <summary>The keys whose first request this process is answering.</summary>
internal sealed class KeysInUse
{
    private readonly ConcurrentDictionary<string, byte> _keys = new();

    /// <summary>Takes the key until it is disposed; null when it is taken.</summary>
    public IDisposable? Begin(string key) => _keys.TryAdd(key, 0) ? new Use(this, key) : null;

    private sealed class Use(KeysInUse all, string key) : IDisposable
    {
        public void Dispose() => all._keys.TryRemove(key, out _);
    }
}
