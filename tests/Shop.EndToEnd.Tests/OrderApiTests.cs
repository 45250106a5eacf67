using System.Net;
using System.Text;
using System.Text.Json;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>The API's promises to clients with errors, repetitions and concurrent requests.</summary>
public sealed class OrderApiTests(ShopFixture running)
{
    private static async Task<JsonElement> Refused(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Json();
        Assert.Equal(code, problem.GetProperty("code").GetString());
        return problem;
    }

    private static Task<HttpResponseMessage> PostText(HttpClient shop, string body, string type = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/orders") { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return shop.SendAsync(request);
    }

    [Fact]
    public async Task The_same_key_returns_the_same_order_marked_as_replayed()
    {
        var shop = await running.On(StoreKind.Sqlite);
        var key = Guid.NewGuid().ToString();

        using var first = await shop.Post(Shopper.Order(), key);
        using var second = await shop.Post(Shopper.Order(), key);

        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotency-Replayed")));
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.All([first, second], answer => Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_rejected()
    {
        var shop = await running.On(StoreKind.Sqlite);
        var key = Guid.NewGuid().ToString();
        using var first = await shop.Post(Shopper.Order(), key);

        using var second = await shop.Post(Shopper.Order(quantity: 2), key);

        await Refused(second, HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [Theory, EachStore]
    public async Task Fifty_concurrent_requests_with_one_key_make_one_order(StoreKind store)
    {
        var shop = await running.On(store);
        var (key, customer) = (Guid.NewGuid().ToString(), $"CUST-{Guid.NewGuid():N}");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => shop.Post(Shopper.Order(customerId: customer), key)));

        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.Conflict));
        Assert.Single((await shop.Read($"/v1/orders?customerId={customer}")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task An_order_without_a_key_is_rejected()
    {
        var shop = await running.On(StoreKind.Sqlite);

        using var answer = await shop.PostAsync("/v1/orders", new StringContent(JsonSerializer.Serialize(Shopper.Order()), Encoding.UTF8, "application/json"));

        await Refused(answer, HttpStatusCode.BadRequest, "idempotency_key_missing");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1000)]
    public async Task An_invalid_quantity_is_named_by_its_pointer(int quantity)
    {
        var shop = await running.On(StoreKind.Sqlite);

        using var answer = await shop.Post(Shopper.Order(quantity: quantity));

        var problem = await Refused(answer, HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal("/items/0/quantity", problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task An_unknown_product_is_named_and_nothing_is_ordered()
    {
        var shop = await running.On(StoreKind.Sqlite);
        var customer = $"CUST-{Guid.NewGuid():N}";

        using var answer = await shop.Post(Shopper.Order("PRD-NONE", customerId: customer));

        var problem = await Refused(answer, HttpStatusCode.UnprocessableEntity, "items_not_offered");
        Assert.Equal("/items/0/productId", problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Empty((await shop.Read($"/v1/orders?customerId={customer}")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Malformed_and_foreign_bodies_are_rejected_precisely()
    {
        var shop = await running.On(StoreKind.Sqlite);
        var withPrice = JsonSerializer.Serialize(Shopper.Order()).Replace("\"quantity\":1", "\"quantity\":1,\"price\":0.01", StringComparison.Ordinal);
        var huge = JsonSerializer.Serialize(Shopper.Order()).Replace("\"quantity\":1", "\"quantity\":1e308", StringComparison.Ordinal);

        await Refused(await PostText(shop, "{"), HttpStatusCode.BadRequest, "malformed_json");
        await Refused(await PostText(shop, withPrice), HttpStatusCode.BadRequest, "invalid_request");
        await Refused(await PostText(shop, huge), HttpStatusCode.BadRequest, "invalid_request");
        await Refused(await PostText(shop, JsonSerializer.Serialize(Shopper.Order()), "text/plain"), HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        await Refused(await PostText(shop, new string(' ', 70_000)), HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Theory, EachStore]
    public async Task A_NUL_character_is_rejected_everywhere(StoreKind store)
    {
        var shop = await running.On(store);
        var forged = System.Buffers.Text.Base64Url.EncodeToString("\"ORD-\\u0000\""u8);

        using var query = await shop.GetAsync(new Uri("/v1/orders?customerId=CUST%00", UriKind.Relative));
        using var cursor = await shop.GetAsync(new Uri("/v1/orders?cursor=" + forged, UriKind.Relative));
        using var body = await PostText(shop, JsonSerializer.Serialize(Shopper.Order()).Replace("CUST-", "CUST-\\u0000", StringComparison.Ordinal));

        await Refused(query, HttpStatusCode.BadRequest, "invalid_parameter");
        await Refused(cursor, HttpStatusCode.BadRequest, "invalid_cursor");
        await Refused(body, HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task Every_not_found_has_the_same_shape()
    {
        var shop = await running.On(StoreKind.Sqlite);

        await Refused(await shop.GetAsync("/v1/orders/ORD-NONE"), HttpStatusCode.NotFound, "order_not_found");
        await Refused(await shop.GetAsync("/v1/orders/ORD-NONE/stream"), HttpStatusCode.NotFound, "order_not_found");
        await Refused(await shop.GetAsync("/v1/products/PRD-NONE"), HttpStatusCode.NotFound, "product_not_found");
        await Refused(await shop.GetAsync("/v1/nothing"), HttpStatusCode.NotFound, "not_found");
    }

    [Theory, EachStore]
    public async Task Orders_are_listed_newest_first_page_by_page(StoreKind store)
    {
        var shop = await running.On(store);
        var customer = $"CUST-{Guid.NewGuid():N}";
        var placed = new List<string>();
        for (var i = 0; i < 5; i++)
            placed.Add(await shop.Place(Shopper.Order(customerId: customer)));

        var first = await shop.Read($"/v1/orders?customerId={customer}&limit=3");
        var second = await shop.Read($"/v1/orders?customerId={customer}&limit=3&cursor={first.GetProperty("nextCursor").GetString()}");

        var listed = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray());
        Assert.Equal(Enumerable.Reverse(placed), listed.Select(order => order.GetProperty("orderId").GetString()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
    }

    [Fact]
    public async Task The_API_serves_its_description_and_a_page_to_try_it_offline()
    {
        var shop = await running.On(StoreKind.Sqlite);

        var document = await shop.Read("/openapi/v1.json");
        var page = await shop.GetStringAsync("/scalar");

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.True(document.GetProperty("paths").TryGetProperty("/v1/orders/{id}/timeline", out _));
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }
}
