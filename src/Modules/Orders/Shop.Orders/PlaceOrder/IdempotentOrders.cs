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
internal sealed class IdempotentOrders(OrdersDb db, OrderWriter writer, InFlightKeys inFlight, IHttpContextAccessor http, TimeProvider clock)
{
    /// <param name="key">The request's key.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="make">Makes the order, or says why not; saves nothing.</param>
    /// <param name="ct">Ends the wait for the answer.</param>
    public Task<Results<Accepted<PlaceOrderResponse>, Problem>> Execute(
        IdempotencyKey key, PlaceOrderRequest request, Func<Task<(Order?, Problem?)>> make, CancellationToken ct) =>
        Execute(key, request, make, (order, stored) => writer.Save(order, stored, ct), ct);

    /// <summary>The same for an order that is saved with something else.</summary>
    /// <param name="key">The request's key.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="make">Makes the order, or says why not; saves nothing.</param>
    /// <param name="save">Saves the order, its event and its answer in one transaction.</param>
    /// <param name="ct">Ends the wait for the answer.</param>
    public async Task<Results<Accepted<PlaceOrderResponse>, Problem>> Execute(
        IdempotencyKey key, PlaceOrderRequest request, Func<Task<(Order?, Problem?)>> make, Func<Order, StoredResponse, Task> save, CancellationToken ct)
    {
        using var claim = inFlight.TryClaim(key.Value);
        if (claim is null)
            return Problem.Of(IdempotencyProblems.KeyInUse, "The first request with this Idempotency-Key is still being answered. Try again in a moment.");

        var fingerprint = RequestFingerprint.Of(request);
        var (order, problem) = await make();
        if (order is null)
            return await Replayed(key, fingerprint, ct) ?? problem!;

        var response = PlaceOrderResponse.Of(order);
        var stored = new StoredResponse
        {
            IdempotencyKey = key.Value,
            Fingerprint = fingerprint,
            Body = JsonSerializer.Serialize(response, ShopJson.Options),
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        };
        try
        {
            await save(order, stored);
        }
        catch (DbUpdateException)
        {
            if (await Replayed(key, fingerprint, ct) is { } replayed)
                return replayed;
            throw;
        }
        OrderValue.Record(order);
        return Accepted(response);
    }

    private async Task<Results<Accepted<PlaceOrderResponse>, Problem>?> Replayed(IdempotencyKey key, string fingerprint, CancellationToken ct)
    {
        var stored = await db.StoredResponses.AsNoTracking().SingleOrDefaultAsync(request => request.IdempotencyKey == key.Value, ct);
        if (stored is null)
            return null;
        if (stored.Fingerprint != fingerprint)
            return Problem.Of(IdempotencyProblems.KeyReused, "This Idempotency-Key came with another body before. Give each new order a new key.");
        http.HttpContext!.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        var response = JsonSerializer.Deserialize<PlaceOrderResponse>(stored.Body, ShopJson.Options)!;
        return Accepted(response);
    }

    private Accepted<PlaceOrderResponse> Accepted(PlaceOrderResponse response)
    {
        // For who asks again instead of following the stream: mostly it is decided by then.
        http.HttpContext!.Response.Headers.RetryAfter = "1";
        return TypedResults.Accepted($"/v1/orders/{response.OrderId}", response);
    }
}

/// <summary>The keys whose first request this process is answering.</summary>
internal sealed class InFlightKeys
{
    private readonly ConcurrentDictionary<string, byte> _keys = new();

    /// <summary>Takes the key until it is disposed; null when it is taken.</summary>
    public IDisposable? TryClaim(string key) => _keys.TryAdd(key, 0) ? new Claim(this, key) : null;

    private sealed class Claim(InFlightKeys all, string key) : IDisposable
    {
        public void Dispose() => all._keys.TryRemove(key, out _);
    }
}
