using System.Net;
using System.Text.Json.Nodes;
using Shop.Testing;

namespace Shop.Orders.Tests;

/// <summary>What people write into an order.</summary>
public sealed class OrderTextsTests
{
    private static JsonObject Order(string pointer, string value)
    {
        var order = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(Shopper.Order("LAMP")))!.AsObject();
        var place = pointer.Split('/')[1..^1].Aggregate((JsonNode)order, (node, name) => node[name]!);
        place[pointer.Split('/')[^1]] = value;
        return order;
    }

    [Theory]
    [InlineData("/email", "foo.@example.com", "email_invalid")]
    [InlineData("/email", "\"a b\"@example.com", "email_invalid")]
    [InlineData("/customerId", "\u200B", "customer_id_invalid")]
    [InlineData("/shippingAddress/country", "XX", "country_invalid")]
    [InlineData("/shippingAddress/country", "UK", "country_invalid")]
    [InlineData("/shippingAddress/country", "EU", "country_invalid")]
    [InlineData("/shippingAddress/city", "\u200B", "city_invalid")]
    [InlineData("/shippingAddress/city", "Ham\u202Egrub", "city_invalid")]
    [InlineData("/shippingAddress/state", "\u2066", "state_invalid")]
    [InlineData("/shippingAddress/state", "C\0A", "state_invalid")]
    [InlineData("/shippingAddress/zipCode", "\u3164", "zip_code_invalid")]
    public async Task A_text_that_cannot_be_used_or_seen_is_rejected(string pointer, string value, string code)
    {
        await using var orders = await OrdersFixture.Open(StoreKind.Sqlite);
        var problem = await OrdersFixture.AssertProblem(await orders.Http.Post(Order(pointer, value)), 400, "invalid_request");
        Assert.Equal((pointer, code), (problem.GetProperty("errors")[0].GetProperty("pointer").GetString(), problem.GetProperty("errors")[0].GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("/email", "ada@xn--mnchen-3ya.de")]
    [InlineData("/email", "ada@münchen.de")]
    [InlineData("/shippingAddress/country", "AX")]
    [InlineData("/shippingAddress/state", "")]
    [InlineData("/shippingAddress/city", "القاهرة")]
    public async Task A_text_of_any_language_is_accepted(string pointer, string value)
    {
        await using var orders = await OrdersFixture.Open(StoreKind.Sqlite);
        using var placed = await orders.Http.Post(Order(pointer, value));
        Assert.Equal(HttpStatusCode.Accepted, placed.StatusCode);
    }

    [Fact]
    public async Task An_invisible_reason_is_rejected_and_an_empty_body_is_none()
    {
        await using var orders = await OrdersFixture.Open(StoreKind.Sqlite);
        var id = await orders.Http.Place(Shopper.Order("LAMP"));
        await OrdersFixture.AssertProblem(
            await orders.Send(HttpMethod.Post, $"/v1/orders/{id}/cancel", new { reason = "\u200B" }), 400, "invalid_request");

        using var cancelled = await orders.Http.PostAsync(
            new Uri($"/v1/orders/{id}/cancel", UriKind.Relative), new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode);
    }
}
