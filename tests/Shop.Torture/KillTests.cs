using System.Collections.Concurrent;
using System.Net;
using Shop.Messaging;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>
/// kill -9 of the process, again and again, while orders are being placed. A client does not know more than one would outside: it repeats
/// what was not answered, under the same Idempotency-Key.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Orders = 2000;
    private const int Kills = 50;
    private const int Shoppers = 16;

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Fifty_kills_lose_nothing_and_charge_nothing_twice(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        var chance = new Random(20261123);
        await using var shop = await MortalShop.Start(database);
        var moments = Moments(chance);
        var taken = new ConcurrentDictionary<string, string>();
        var (next, refused) = (-1, 0);

        await Task.WhenAll(Enumerable.Range(0, Shoppers).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < Orders; i = Interlocked.Increment(ref next))
            {
                var (key, request) = ($"order-{i}", MixedOrders.Number(i));
                var placing = shop.Insist(http => http.Post(request.Body, key));
                if (moments.TryRemove(i, out var _))
                    shop.KillAndRestart();
                using var answer = await placing;
                if (answer.StatusCode != HttpStatusCode.Accepted) Interlocked.Increment(ref refused);
                else await Follow(shop, taken, request, (await answer.Json()).GetProperty("orderId").GetString()!);
            }
        }));
        await shop.Quiet();

        var audit = await Audit.Of(database, [.. taken.Keys]);
        output.WriteLine($"{store}: {shop.Kills} kills, {taken.Count} orders taken, {refused} refused, {audit}");
        Assert.Equal((Kills, Orders, 0), (shop.Kills, taken.Count, refused));
        Assert.Empty(audit.Faults);
        Assert.Equal(0, await shop.Terminate());
    }

    /// <summary>The orders at whose placing the process is killed.</summary>
    private static ConcurrentDictionary<int, bool> Moments(Random chance)
    {
        var moments = new ConcurrentDictionary<int, bool>();
        while (moments.Count < Kills)
            moments[chance.Next(20, Orders)] = true;
        return moments;
    }

    private static async Task Follow(MortalShop shop, ConcurrentDictionary<string, string> taken, MixedOrder request, string id)
    {
        Assert.True(taken.TryAdd(id, request.Kind), $"{id} was given to two requests.");
        if (request.Kind == "cancelled")
            (await shop.Insist(http => http.PostAsync($"/v1/orders/{id}/cancel", null))).Dispose();
    }
}
