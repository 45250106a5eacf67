using System.Net;
using Shop.Inventory.Contracts;
using Shop.Testing;

namespace Shop.Inventory.Tests;

public sealed class ChangeStockTests
{
    private static readonly HttpMethod Post = HttpMethod.Post;

    [Theory, EachStore]
    public async Task A_restock_is_available_and_published(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 2));

        var response = await inventory.Operate(Post, "stock/kite/restock", new { quantity = 40, reason = "Delivery 17" });

        Assert.Equal("""{"productId":"kite","available":42,"reserved":0,"threshold":0,"low":false}""", response.GetRawText());
        Assert.Equal((42, 0), await inventory.Of("kite"));
        Assert.Equal(
            [new("kite", 2, new("kite", 2, 1)), new StockReplenished("kite", 40, new("kite", 42, 2))],
            await inventory.Shop.Published<StockReplenished>("kite"));
    }

    [Theory, EachStore]
    public async Task The_same_key_restocks_once_and_rejects_a_different_request(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 2));
        var request = new { quantity = 40, reason = "Delivery 17" };

        var first = await inventory.Operate(Post, "stock/kite/restock", request, key: "one");
        await inventory.Receive(InventoryFixture.Created("ORD-1", ("kite", 1)));
        var second = await inventory.Operate(Post, "stock/kite/restock", request, key: "one");
        var other =
            await inventory.Operate(Post, "stock/kite/restock", request with { quantity = 41 }, HttpStatusCode.UnprocessableEntity, "one");

        Assert.Equal(first.GetRawText(), second.GetRawText());
        Assert.Equal("idempotency_key_reused", other.GetProperty("code").GetString());
        Assert.Equal((41, 1), await inventory.Of("kite"));
    }

    [Theory, EachStore]
    public async Task Ten_requests_at_once_with_one_key_restock_once(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 0));

        await Task.WhenAll(
            Enumerable.Range(0, 10)
            .Select(_ => inventory.Operate(Post, "stock/kite/restock", new { quantity = 5, reason = "Delivery 18" }, key: "same")));

        Assert.Equal((5, 0), await inventory.Of("kite"));
    }

    [Theory, EachStore]
    public async Task A_count_sets_the_stock_and_keeps_reservations(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 10));
        await inventory.Receive(InventoryFixture.Created("ORD-1", ("kite", 3)));

        await inventory.Operate(Post, "stock/kite/adjust", new { onHand = 8, reason = "Two were broken." });
        Assert.Equal((5, 3), await inventory.Of("kite"));
        await inventory.Operate(Post, "stock/kite/adjust", new { onHand = 9, reason = "One was found." });
        await inventory.Operate(Post, "stock/kite/adjust", new { onHand = 9, reason = "Counted once more." });
        await inventory.Operate(Post, "stock/kite/adjust", new { onHand = 3, reason = "The rest is gone." });

        Assert.Equal((0, 3), await inventory.Of("kite"));
        Assert.Equal(
            [
                new("kite", -2, "Two were broken.", new("kite", 5, 3)), new("kite", 1, "One was found.", new("kite", 6, 4)),
                new StockAdjusted("kite", -6, "The rest is gone.", new("kite", 0, 5)),
            ],
            await inventory.Shop.Published<StockAdjusted>("kite"));
    }

    [Theory, EachStore]
    public async Task A_count_below_the_reserved_quantity_is_rejected(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 10));
        await inventory.Receive(InventoryFixture.Created("ORD-1", ("kite", 3)));

        var rejected = await inventory.Operate(Post, "stock/kite/adjust", new { onHand = 2, reason = "Stolen." }, HttpStatusCode.Conflict);

        Assert.Equal("stock_reserved", rejected.GetProperty("code").GetString());
        Assert.Equal("/onHand", rejected.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Equal((7, 3), await inventory.Of("kite"));
        Assert.Empty(await inventory.Shop.Published<StockAdjusted>("kite"));
    }

    [Theory, EachStore]
    public async Task A_count_below_the_threshold_publishes_Stock_Low(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 20));
        await inventory.Watch("kite", 10);

        await inventory.Operate(Post, "stock/kite/adjust", new { onHand = 4, reason = "Water damage." });
        await inventory.Operate(Post, "stock/kite/restock", new { quantity = 3, reason = "Delivery 19" });

        Assert.Equal([new StockLow("kite", 4, 10)], await inventory.Shop.Published<StockLow>("kite"));
    }

    [Theory]
    [InlineData("restock", """{"quantity":0,"reason":"r"}""", "/quantity")]
    [InlineData("restock", """{"quantity":5,"reason":" "}""", "/reason")]
    [InlineData("adjust", """{"onHand":-1,"reason":"r"}""", "/onHand")]
    public async Task Every_invalid_member_is_named_by_its_pointer(string action, string body, string pointer)
    {
        await using var inventory = await InventoryFixture.Open(StoreKind.Sqlite, ("kite", 1));

        var problem =
            await inventory.Operate(
            Post, $"stock/kite/{action}", System.Text.Json.JsonDocument.Parse(body).RootElement, HttpStatusCode.BadRequest);

        Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Theory, EachStore]
    public async Task Stock_of_an_unknown_product_is_not_found(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store);

        var problems = new[]
        {
            await inventory.Operate(Post, "stock/kite/restock", new { quantity = 5, reason = "r" }, HttpStatusCode.NotFound),
            await inventory.Operate(Post, "stock/kite/adjust", new { onHand = 5, reason = "r" }, HttpStatusCode.NotFound),
            await inventory.Operate(HttpMethod.Put, "stock/kite/threshold", new { threshold = 5 }, HttpStatusCode.NotFound),
            await inventory.Operate(HttpMethod.Get, "stock/kite", null, HttpStatusCode.NotFound),
        };

        Assert.All(problems, problem => Assert.Equal("stock_not_found", problem.GetProperty("code").GetString()));
    }
}
