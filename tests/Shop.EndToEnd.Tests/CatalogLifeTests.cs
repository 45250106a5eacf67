using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>Operators' changes of products, from a shopper's view.</summary>
public sealed class CatalogLifeTests(LivelyShopFixture running)
{
    [Theory, EachStore]
    public async Task A_product_is_listed_changed_withdrawn_and_listed_again_and_orders_follow(StoreKind store)
    {
        var shop = await running.On(store);
        var id = $"KITE-{Guid.NewGuid():N}";
        var seen = await Operate(shop, HttpMethod.Post, "/ops/catalog/products", null, new
        {
            productId = id, name = "Kite", description = "Flies.", category = "toys", prices = new { usd = 1000, eur = 900, gbp = 800 }, openingStock = 50,
        });
        await Placed(shop, id, HttpStatusCode.Accepted, order => Total(order) == 8900 + 1000);

        seen = await Operate(shop, HttpMethod.Patch, $"/ops/catalog/products/{id}", seen, new { prices = new { usd = 1500, eur = 1400, gbp = 1300 } });
        await Placed(shop, id, HttpStatusCode.Accepted, order => Total(order) == 8900 + 1500);

        seen = await Operate(shop, HttpMethod.Post, $"/ops/catalog/products/{id}/withdraw", seen, null);
        var problem = await Placed(shop, id, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("items_not_offered", problem.GetProperty("code").GetString());
        Assert.Equal(("product_withdrawn", "/items/1/productId"), (Error(problem, "code"), Error(problem, "pointer")));

        await Operate(shop, HttpMethod.Post, $"/ops/catalog/products/{id}/relist", seen, null);
        await Placed(shop, id, HttpStatusCode.Accepted);
    }

    private static long Total(JsonElement order) => order.GetProperty("total").GetProperty("amount").GetInt64();

    private static string? Error(JsonElement problem, string member) => Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty(member).GetString();

    /// <summary>Sends the request as an operator.</summary>
    /// <returns>The product's new ETag.</returns>
    private static async Task<string> Operate(HttpClient shop, HttpMethod method, string path, string? seen, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("X-Operator", "ada");
        if (seen is not null)
            request.Headers.Add("If-Match", seen);
        using var answer = await shop.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return answer.Headers.ETag!.ToString();
    }

    /// <summary>Orders until the response is the expected one: Orders handles the catalog's events a moment later.</summary>
    private static async Task<JsonElement> Placed(HttpClient shop, string productId, HttpStatusCode expected, Func<JsonElement, bool>? holds = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            using var answer = await shop.Post(new
            {
                customerId = "CUST-1", email = "ada@example.com", currency = "USD",
                items = new[] { new { productId = "PRD-0002", quantity = 1 }, new { productId, quantity = 1 } },
                shippingAddress = new { country = "US", state = "CA", city = "Oakland", zipCode = "94607" }, paymentToken = "tok_ok",
            });
            var body = await answer.Json();
            if (answer.StatusCode == expected && holds?.Invoke(body) is not false)
                return body;
            await pace.WaitForNextTickAsync(patience.Token);
        }
    }
}
