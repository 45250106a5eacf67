using System.Net;
using Microsoft.Extensions.Time.Testing;
using Shop.Catalog.Contracts;
using Shop.Inventory.Contracts;
using Shop.Testing;

namespace Shop.Orders.Tests;

public sealed class CartTests
{
    [Theory, EachStore]
    public async Task A_cart_is_checked_out_once(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var (cart, tag) = await orders.Cart();
        using var put = await orders.Send(HttpMethod.Put, $"/v1/carts/{cart}/lines/CHAIR", new { quantity = 2 }, tag);
        var key = Guid.NewGuid().ToString();

        using var ordered = await orders.CheckOut(cart, OrdersFixture.Tag(put), key);
        using var again = await orders.CheckOut(cart, OrdersFixture.Tag(put), key);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (ordered.StatusCode, again.StatusCode));
        Assert.Equal(await ordered.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
        var order = await orders.Http.Read(ordered.Headers.Location!.ToString());
        Assert.Equal(12_000, order.GetProperty("total").GetProperty("amount").GetInt64());
        Assert.Equal(
            order.GetProperty("orderId").GetString(), (await orders.Http.Read($"/v1/carts/{cart}")).GetProperty("orderId").GetString());
        await OrdersFixture.AssertProblem(await orders.CheckOut(cart, OrdersFixture.Tag(put)), 409, "cart_checked_out");
        await OrdersFixture.AssertProblem(
            await orders.Send(HttpMethod.Delete, $"/v1/carts/{cart}/lines/LAMP", seen: "*"), 409, "cart_checked_out");
    }

    [Theory, EachStore]
    public async Task Concurrent_checkouts_of_one_cart_create_one_order(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var (cart, tag) = await orders.Cart(new { customerId = "CUST-1", items = new[] { new { productId = "LAMP", quantity = 1 } } });

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => orders.CheckOut(cart, tag)));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Accepted);
        Assert.All(responses, response => Assert.True(response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.Conflict));
        Assert.Single((await orders.Http.Read("/v1/orders?customerId=CUST-1")).GetProperty("items").EnumerateArray());
    }

    [Theory, EachStore]
    public async Task A_cart_change_needs_the_current_ETag(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var (cart, tag) = await orders.Cart();
        Task<HttpResponseMessage> Put(string? seen) =>
            orders.Send(HttpMethod.Put, $"/v1/carts/{cart}/lines/CHAIR", new { quantity = 1 }, seen);

        await OrdersFixture.AssertProblem(await Put(null), 428, "precondition_required");
        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Put(tag)));

        var changed = Assert.Single(responses, response => response.IsSuccessStatusCode);
        Assert.All(
            responses.Where(response => response != changed),
            response => Assert.Equal((412, OrdersFixture.Tag(changed)), ((int)response.StatusCode, OrdersFixture.Tag(response))));
        using var read = await orders.Http.GetAsync($"/v1/carts/{cart}");
        Assert.Equal(OrdersFixture.Tag(changed), OrdersFixture.Tag(read));
    }

    [Theory, EachStore]
    public async Task A_checkout_after_a_price_change_is_rejected(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var (cart, tag) = await orders.Cart();

        await orders.Receive(new ProductPriceChanged("LAMP", OrdersFixture.Prices(9900), 2));

        await OrdersFixture.AssertProblem(await orders.CheckOut(cart, tag), 412, "precondition_failed");
        using var read = await orders.Http.GetAsync($"/v1/carts/{cart}");
        Assert.Equal(9900, (await read.Json()).GetProperty("total").GetProperty("amount").GetInt64());
        using var ordered = await orders.CheckOut(cart, OrdersFixture.Tag(read));
        Assert.Equal(9900, (await ordered.Json()).GetProperty("total").GetProperty("amount").GetInt64());
    }

    [Theory, EachStore]
    public async Task A_guests_cart_can_be_assigned_to_one_customer(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var (cart, tag) = await orders.Cart();
        Task<HttpResponseMessage> Take(string customerId, string seen) =>
            orders.Send(HttpMethod.Put, $"/v1/carts/{cart}/customer", new { customerId }, seen);

        using var taken = await Take("CUST-7", tag);

        Assert.Equal("CUST-7", (await taken.Json()).GetProperty("customerId").GetString());
        await OrdersFixture.AssertProblem(await Take("CUST-8", OrdersFixture.Tag(taken)), 409, "cart_taken");
        using var ordered = await orders.CheckOut(cart, OrdersFixture.Tag(taken));
        Assert.Equal("CUST-7", (await orders.Http.Read(ordered.Headers.Location!.ToString())).GetProperty("customerId").GetString());
    }

    [Fact]
    public async Task A_guests_customer_id_does_not_reveal_the_cart_id()
    {
        await using var orders = await OrdersFixture.Open(StoreKind.Sqlite);
        var (cart, tag) = await orders.Cart();

        using var ordered = await orders.CheckOut(cart, tag);

        var customer = (await orders.Http.Read(ordered.Headers.Location!.ToString())).GetProperty("customerId").GetString();
        Assert.Matches("^GUEST-[0-9A-F]{24}$", customer);
        Assert.Matches("^CRT-[0-9A-HJKMNP-TV-Z]{26}$", cart);
    }

    [Theory, EachStore]
    public async Task A_cart_with_a_withdrawn_product_cannot_be_checked_out(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var (cart, _) =
            await orders.Cart(
            new { items = new[] { new { productId = "LAMP", quantity = 1 }, new { productId = "CHAIR", quantity = 1 } } });

        await orders.Receive(new ProductWithdrawn("LAMP", 2));

        using var read = await orders.Http.GetAsync($"/v1/carts/{cart}");
        var shown = await read.Json();
        Assert.Equal(("product_withdrawn", 5000),
            (shown.GetProperty("notes")[0].GetProperty("code").GetString(), shown.GetProperty("total").GetProperty("amount").GetInt64()));
        var problem =
            await OrdersFixture.AssertProblem(await orders.CheckOut(cart, OrdersFixture.Tag(read)), 422, "items_not_offered");
        Assert.Equal("/items/0/productId", problem.GetProperty("errors")[0].GetProperty("pointer").GetString());

        using var removed = await orders.Send(HttpMethod.Delete, $"/v1/carts/{cart}/lines/LAMP", seen: OrdersFixture.Tag(read));
        using var ordered = await orders.CheckOut(cart, OrdersFixture.Tag(removed));
        Assert.Equal(HttpStatusCode.Accepted, ordered.StatusCode);
    }

    [Fact]
    public async Task A_product_that_cannot_be_bought_cannot_be_added()
    {
        await using var orders = await OrdersFixture.Open(StoreKind.Sqlite);
        var (cart, tag) = await orders.Cart(new { currency = "GBP" });
        Task<HttpResponseMessage> Put(string productId, int quantity) =>
            orders.Send(HttpMethod.Put, $"/v1/carts/{cart}/lines/{productId}", new { quantity }, tag);

        await OrdersFixture.AssertProblem(await Put("NONE", 1), 422, "items_not_offered");
        await OrdersFixture.AssertProblem(await Put("LAMP", 0), 400, "invalid_request");
        await OrdersFixture.AssertProblem(await Put("LAMP", 1000), 400, "invalid_request");
        await OrdersFixture.AssertProblem(
            await orders.Send(HttpMethod.Post, "/v1/carts", new { currency = "XXX" }), 400, "invalid_request");
        await OrdersFixture.AssertProblem(await orders.CheckOut(cart, tag), 400, "invalid_request");
        await OrdersFixture.AssertProblem(await orders.Http.GetAsync("/v1/carts/CRT-NONE"), 404, "cart_not_found");
    }

    [Theory, EachStore]
    public async Task A_quote_totals_each_common_currency_and_notes_unavailable_items(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        await orders.Receive(new ProductPriceChanged("CHAIR", [new Price("USD", new Shop.Events.Money(5000))], 2));

        using var response = await orders.Send(HttpMethod.Post, "/v1/quotes", new
        {
            items = new[] { new { productId = "LAMP", quantity = 3 }, new { productId = "CHAIR", quantity = 1 },
                new { productId = "NONE", quantity = 1 } },
        });

        var quote = await response.Json();
        var total = Assert.Single(quote.GetProperty("totals").EnumerateArray());
        Assert.Equal((11_000, "USD"), (total.GetProperty("amount").GetInt64(), total.GetProperty("currency").GetString()));
        Assert.Equal(
            ["LAMP price_missing", "CHAIR price_missing", "CHAIR price_missing", "NONE product_unknown"],
            quote.GetProperty("notes").EnumerateArray()
                .Select(note => $"{note.GetProperty("productId").GetString()} {note.GetProperty("code").GetString()}"));
        var (cart, _) = await orders.Cart();
        using var quoted = await orders.Send(HttpMethod.Post, $"/v1/carts/{cart}/quote");
        Assert.Equal(2, (await quoted.Json()).GetProperty("totals").GetArrayLength());
    }

    [Theory, EachStore]
    public async Task A_quote_shows_availability_by_the_newest_stock(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var order = await orders.Http.Place(Shopper.Order("LAMP"));
        await orders.Receive(new ProductListed("VASE", "vase", "Good.", "home", OrdersFixture.Prices(900), 0, 1));
        await orders.Receive(new InventoryReserved(order, [new ReservedItem("LAMP", 1)], [new ProductStock("LAMP", 2, 4)]));
        // published before, received after
        await orders.Receive(new InventoryReleased("ORD-0", [new ReservedItem("LAMP", 3)], [new ProductStock("LAMP", 3, 3)]));

        using var response = await orders.Send(HttpMethod.Post, "/v1/quotes", new
        {
            items = new[] { ("LAMP", 3), ("CHAIR", 5), ("VASE", 1), ("NONE", 1) }.Select(
                item => new { productId = item.Item1, quantity = item.Item2 }),
        });

        var quote = await response.Json();
        Assert.Equal(["LAMP False", "CHAIR True", "VASE False", "NONE False"], quote.GetProperty("items").EnumerateArray()
            .Select(item => $"{item.GetProperty("productId").GetString()} {item.GetProperty("available").GetBoolean()}"));
        Assert.Equal(["There are only 2 of lamp.", "vase is sold out."], quote.GetProperty("notes").EnumerateArray()
            .Where(note => note.GetProperty("code").GetString() == "too_few_in_stock")
            .Select(note => note.GetProperty("detail").GetString()));
    }

    [Theory, EachStore]
    public async Task Stock_changes_affect_the_quote_but_not_the_carts_ETag(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var (cart, tag) = await orders.Cart();
        await orders.Receive(new StockAdjusted("LAMP", -5, "All were broken.", new ProductStock("LAMP", 0, 2)));

        using var quoted = await orders.Send(HttpMethod.Post, $"/v1/carts/{cart}/quote");
        using var ordered = await orders.CheckOut(cart, tag);

        Assert.False((await quoted.Json()).GetProperty("items")[0].GetProperty("available").GetBoolean());
        Assert.Equal(HttpStatusCode.Accepted, ordered.StatusCode);      // the reservation decides, not a copy
    }

    [Theory, EachStore]
    public async Task An_unused_cart_is_purged(StoreKind store)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        await using var orders = await OrdersFixture.Open(store, clock: clock);
        var (old, _) = await orders.Cart();
        clock.Advance(TimeSpan.FromDays(20));
        var (used, _) = await orders.Cart();
        clock.Advance(TimeSpan.FromDays(11));

        await OrdersFixture.AssertProblem(await orders.Http.GetAsync($"/v1/carts/{old}"), 404, "cart_not_found");
        await orders.Shop.With<PurgeOldCarts>(job => job.Run(CancellationToken.None));

        var left = await orders.Shop.With<OrdersDb, List<string>>(db => Task.FromResult(db.Carts.Select(cart => cart.Id).ToList()));
        Assert.Equal(used, Assert.Single(left));
    }
}
