using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Orders;

/// <summary>
/// Executes a request once per Idempotency-Key: the response is saved under the key in the order's transaction. The key is looked up only
/// when the insert fails, so a first request costs no extra query.
/// </summary>
internal sealed class IdempotentOrders(
    OrdersDb db, OrderWriter writer, InFlightKeys inFlight, IHttpContextAccessor http, TimeProvider clock)
{
    /// <param name="key">The request's key.</param>
    /// <param name="request">The request.</param>
    /// <param name="make">Builds the order, or returns why not; saves nothing.</param>
    /// <param name="ct">Cancels the wait for the result.</param>
    public Task<Results<Accepted<PlaceOrderResponse>, Problem>> Execute(
        IdempotencyKey key, PlaceOrderRequest request, Func<Task<(Order?, Problem?)>> make, CancellationToken ct) =>
        Execute(key, request, make, (order, stored) => writer.Save(order, stored, ct), ct);

    /// <summary>The same for an order that is saved together with something else.</summary>
    /// <param name="key">The request's key.</param>
    /// <param name="request">The request.</param>
    /// <param name="make">Builds the order, or returns why not; saves nothing.</param>
    /// <param name="save">Saves the order, its event and the response in one transaction.</param>
    /// <param name="ct">Cancels the wait for the result.</param>
    public async Task<Results<Accepted<PlaceOrderResponse>, Problem>> Execute(
        IdempotencyKey key, PlaceOrderRequest request, Func<Task<(Order?, Problem?)>> make, Func<Order, StoredResponse, Task> save,
        CancellationToken ct)
    {
        var stored = (Key: key.Of(request.CustomerId), Fingerprint: key.FingerprintOf(request));
        using var claim = inFlight.TryClaim(stored.Key);
        if (claim is null)
            return IdempotencyProblems.InUse();

        var (order, problem) = await make();
        if (order is null)
            return await Replayed(stored.Key, stored.Fingerprint, ct) ?? problem!;

        var response = PlaceOrderResponse.Of(order);
        var row = new StoredResponse
        {
            IdempotencyKey = stored.Key,
            Fingerprint = stored.Fingerprint,
            Body = JsonSerializer.Serialize(response, ShopJson.Options),
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        };
        try
        {
            await save(order, row);
        }
        catch (DbUpdateException)
        {
            if (await Replayed(stored.Key, stored.Fingerprint, ct) is { } replayed)
                return replayed;
            throw;
        }
        OrderValue.Record(order);
        return Accepted(response);
    }

    private async Task<Results<Accepted<PlaceOrderResponse>, Problem>?> Replayed(
        string key, string fingerprint, CancellationToken ct)
    {
        var stored = await db.StoredResponses.AsNoTracking().SingleOrDefaultAsync(request => request.IdempotencyKey == key, ct);
        if (stored is null)
            return null;
        if (stored.Fingerprint != fingerprint)
            return IdempotencyProblems.Reused();
        http.HttpContext!.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        var response = JsonSerializer.Deserialize<PlaceOrderResponse>(stored.Body, ShopJson.Options)!;
        return Accepted(response);
    }

    private Accepted<PlaceOrderResponse> Accepted(PlaceOrderResponse response)
    {
        // For clients that poll instead of following the stream: most orders are decided by then.
        http.HttpContext!.Response.Headers.RetryAfter = "1";
        return TypedResults.Accepted($"/v1/orders/{response.OrderId}", response);
    }
}

/// <summary>The keys whose first request is in progress in this process.</summary>
internal sealed class InFlightKeys
{
    private readonly ConcurrentDictionary<string, byte> _keys = new();

    /// <summary>Claims the key until disposed; null when it is already claimed.</summary>
    public IDisposable? TryClaim(string key) => _keys.TryAdd(key, 0) ? new Claim(this, key) : null;

    private sealed class Claim(InFlightKeys all, string key) : IDisposable
    {
        public void Dispose() => all._keys.TryRemove(key, out _);
    }
}
