using System.Text;
using System.Text.Json.Nodes;

namespace Shop.EventPatterns.Tests;

/// <summary>The patterns of the article's step 2, "Set Up EventBridge Infrastructure", against its own event.</summary>
public sealed class ArticlePatternsTests
{
    private const string OrderCreated =
        """
        {"version":"0","id":"12345678-1234-1234-1234-123456789012","detail-type":"Order Created","source":"com.mycompany.orders",
         "account":"123456789012","time":"2025-03-05T10:30:00Z","region":"us-east-1","resources":[],
         "detail":{"orderId":"ORD-12345","customerId":"CUST-67890","items":[{"productId":"PROD-111","quantity":2,"price":29.99}],
          "totalAmount":59.98,"currency":"USD",
          "shippingAddress":{"country":"US","state":"CA","city":"San Francisco","zipCode":"94102"},
          "metadata":{"correlationId":"req-abc123","version":"1.0"}}}
        """;

    [Fact]
    public void The_archive_stores_every_event_of_the_company()
    {
        const string Pattern = """{"source":[{"prefix":"com.mycompany"}]}""";
        Assert.True(Matches(Pattern));
        Assert.False(Matches(Pattern, order => order["source"] = "com.othercompany.orders"));
    }

    [Fact]
    public void Created_orders_go_to_inventory()
    {
        const string Pattern = """{"source":["com.mycompany.orders"],"detail-type":["Order Created"]}""";
        Assert.True(Matches(Pattern));
        Assert.False(Matches(Pattern, order => order["detail-type"] = "Order Shipped"));
    }

    [Theory]
    [InlineData(59.98, false)]
    [InlineData(999.99, false)]
    [InlineData(1000, true)]
    [InlineData(25000.5, true)]
    public void High_value_orders_go_to_the_fraud_check(double totalAmount, bool expected)
    {
        const string Pattern =
            """{"source":["com.mycompany.orders"],"detail-type":["Order Created"],"detail":{"totalAmount":[{"numeric":[">=",1000]}]}}""";
        Assert.Equal(expected, Matches(Pattern, order => order["detail"]!["totalAmount"] = totalAmount));
    }

    [Theory]
    [InlineData("com.mycompany.orders", true)]
    [InlineData("com.mycompany.returns", true)]
    [InlineData("com.mycompany.payments", false)]
    public void Events_come_from_several_sources(string source, bool expected) => Assert.Equal(expected,
        Matches("""{"source":["com.mycompany.orders","com.mycompany.returns"]}""", order => order["source"] = source));

    [Theory]
    [InlineData("US", true)]
    [InlineData("MX", true)]
    [InlineData("DE", false)]
    public void North_America_only(string country, bool expected) => Assert.Equal(expected,
        Matches("""{"detail":{"shippingAddress":{"country":["US","CA","MX"]}}}""", order => order["detail"]!["shippingAddress"]!["country"] = country));

    [Theory]
    [InlineData("ORD-PRIORITY-1", true)]
    [InlineData("ORD-12345", false)]
    public void Priority_orders_are_known_by_their_prefix(string orderId, bool expected) => Assert.Equal(expected,
        Matches("""{"detail":{"orderId":[{"prefix":"ORD-PRIORITY-"}]}}""", order => order["detail"]!["orderId"] = orderId));

    [Fact]
    public void Only_orders_with_promo_codes()
    {
        const string Pattern = """{"detail":{"promoCode":[{"exists":true}]}}""";
        Assert.False(Matches(Pattern));
        Assert.True(Matches(Pattern, order => order["detail"]!["promoCode"] = "SUMMER10"));
    }

    [Theory]
    [InlineData(100, "USD", "DIGITAL-7", true)]
    [InlineData(99.99, "USD", "DIGITAL-7", false)]
    [InlineData(100, "EUR", "DIGITAL-7", false)]
    [InlineData(100, "USD", "PROD-7", false)]
    public void Conditions_combine(double totalAmount, string currency, string productId, bool expected)
    {
        const string Pattern =
            """
            {"source":["com.mycompany.orders"],"detail-type":["Order Created"],
             "detail":{"totalAmount":[{"numeric":[">=",100]}],"currency":["USD"],"items":{"productId":[{"prefix":"DIGITAL-"}]}}}
            """;
        Assert.Equal(expected, Matches(Pattern, order =>
        {
            order["detail"]!["totalAmount"] = totalAmount;
            order["detail"]!["currency"] = currency;
            order["detail"]!["items"]!.AsArray().Add(new JsonObject { ["productId"] = productId });
        }));
    }

    private static bool Matches(string pattern, Action<JsonNode>? change = null)
    {
        var order = JsonNode.Parse(OrderCreated)!;
        change?.Invoke(order);
        return EventPattern.Parse(pattern).Matches(Encoding.UTF8.GetBytes(order.ToJsonString()));
    }
}
