using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>
/// Clients that place orders. They know no more than real clients: they repeat requests without a response, with the same Idempotency-Key,
/// at any process.
/// </summary>
internal sealed class Customers(Plan plan, Street street, Tally tally)
{
    private const string Orders = "orders";     // the module that accepts them
    private const int AskedAgain = 20;      // one in this many keys is repeated, and must get the same response
    private const int Oversized = 50;       // after this many orders comes one that is too large

    private readonly ConcurrentDictionary<string, string> _taken = new();
    private int _next = -1;

    /// <summary>The accepted orders, and the kind of each.</summary>
    public IReadOnlyDictionary<string, string> Taken => _taken;

    /// <summary>Called with the number of each order before it is placed.</summary>
    public Action<int> Placing { get; init; } = _ => { };

    /// <summary>Orders until stopped or until all are placed; an order that is begun gets its response.</summary>
    public Task Order(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, plan.Customers).Select(async customer =>
    {
        var pause = TimeSpan.FromSeconds(plan.Customers / plan.OrdersASecond);
        while (!stop.IsCancellationRequested && Interlocked.Increment(ref _next) is var i && i < plan.Orders)
        {
            var answered = Place(i);
            Placing(i);
            await answered;
            if (i % Oversized == 0)
                await PlaceOversized();
            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }));

    private async Task Place(int i)
    {
        var order = plan.Troubled ? MixedOrders.TroubledNumber(i) : MixedOrders.Number(i);
        var id = await Placed(i, order);
        if (!_taken.TryAdd(id, order.Kind))
            tally.Fault($"{id} was given to two requests.");
        tally.Count(Tallied.Orders);
        if (order.Kind == MixedOrders.Cancelled)
            (await street.Insist(Orders, http => http.PostAsync($"/v1/orders/{id}/cancel", null))).Dispose();
        if (i % AskedAgain == 0 && await Placed(i, order) != id)
            tally.Fault($"The key of {id} was answered with another order when it was asked again.");
    }

    private async Task<string> Placed(int i, MixedOrder order)
    {
        using var answer = await street.Insist(Orders, http => http.Post(order.Body, $"order-{i}"));
        if (answer.StatusCode == HttpStatusCode.Accepted)
            return (await answer.Json()).GetProperty("orderId").GetString()!;
        tally.Fault($"Order {i} ({order.Kind}) was refused: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return $"refused-{i}";
    }

    private async Task PlaceOversized()
    {
        using var answer = await street.Insist(Orders, async http =>
        {
            // Otherwise the server would close the connection in the middle of the body, and the client could not read the reason.
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/orders") { Content = JsonContent.Create(MixedOrders.Oversized) };
            await request.Content.LoadIntoBufferAsync();
            request.Headers.ExpectContinue = true;
            return await http.SendAsync(request);
        });
        tally.Count("oversized requests refused");
        if ((int)answer.StatusCode is not (>= 400 and < 500))
            tally.Fault($"An oversized request was answered with {(int)answer.StatusCode}.");
    }
}
