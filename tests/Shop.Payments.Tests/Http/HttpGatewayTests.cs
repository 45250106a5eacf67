using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;
using Shop.Testing;
using static Shop.Payments.Tests.PaymentsFixture;

namespace Shop.Payments.Tests;

/// <summary>Payments with a misbehaving provider over a real connection.</summary>
public sealed class HttpGatewayTests
{
    private static OrderShipped Shipped =>
        new(Order, "CUST-1", "ada@example.com", "SHP-1", "Parcels", "SP1", "https://parcels.example/SP1");

    private static ReturnAccepted Returned(long minor) =>
        new(Order, "RET-1", "CUST-1", "ada@example.com", [new ReturnedItem("PRD-1", 1, new Money(minor))], new Money(minor), "USD");

    [Theory, EachStore]
    public async Task A_payment_is_authorised_captured_and_refunded_in_part(StoreKind store)
    {
        await using var provider = await FakeProvider.Start();
        await using var payments = await Open(store, provider.Settings());

        await payments.Receive(Requested());
        await payments.Receive(Shipped);
        await payments.Receive(Returned(1000));

        Assert.Equal("Payment Processed, Payment Captured, Refund Requested, Payment Refunded", await payments.Published());
        Assert.Equal("captured", provider.StatusOf(Order));
    }

    [Theory, EachStore]
    public async Task A_declined_payment_and_a_cancelled_one_take_nothing(StoreKind store)
    {
        await using var provider = await FakeProvider.Start();
        await using var payments = await Open(store, provider.Settings());

        await payments.Receive(Requested("tok_declined", "ORD-2"));
        await payments.Receive(Requested());
        await payments.Receive(Cancelled());

        Assert.Equal("Payment Failed", await payments.Published("ORD-2"));
        Assert.Equal("Payment Processed, Refund Requested, Payment Voided", await payments.Published());
        Assert.Equal("voided", provider.StatusOf(Order));
    }

    public static MatrixTheoryData<StoreKind, string> Misbehaviours => new(
        [StoreKind.Sqlite, StoreKind.Postgres],
        ["slow", "fails", "throttles", "hangs up", "garbage", "html", "nothing", "somebody else's payment", "another amount", "huge"]);

    [Theory, MemberData(nameof(Misbehaviours))]
    public async Task The_customer_pays_once_whatever_the_provider_first_returns(StoreKind store, string how)
    {
        await using var provider = await FakeProvider.Start();
        await using var payments = await Open(store, provider.Settings(("Payments:Gateway:Timeout", "00:00:00.200")));
        var times = 0;
        provider.After = async http => Interlocked.Increment(ref times) <= 4 && await Misbehave(http, how);

        await payments.Receive(Requested());

        Assert.Equal("Payment Processed", await payments.Published());
        Assert.Equal(1, provider.Authorisations);
        Assert.True(provider.Requests.Count > 4, $"It was asked {provider.Requests.Count} times.");
        Assert.All(provider.Requests, request => Assert.Equal($"PUT /v1/payments/{Order}", request));
    }

    [Theory, MemberData(nameof(Misbehaviours))]
    public async Task An_invalid_provider_response_never_approves_a_payment(StoreKind store, string how)
    {
        await using var provider = await FakeProvider.Start();
        await using var payments =
            await Open(store, provider.Settings(("Payments:Gateway:Retries", "1"), ("Payments:Gateway:Timeout", "00:00:00.050")));
        var requested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        provider.After = async http =>
        {
            if (http.Request.Method != "PUT")
                return false;
            if (provider.Requests.Count > 6)
                requested.TrySetResult();
            return await Misbehave(http, how);
        };

        await payments.Shop.Receive(Requested());
        await requested.Task;
        Assert.Empty(await payments.Published());
        await payments.Shop.Receive(Cancelled());
        await payments.Shop.Settle();

        Assert.Equal("voided", provider.StatusOf(Order));
        Assert.Equal(1, provider.Authorisations);
    }

    [Theory, EachStore]
    public async Task A_rejected_key_is_not_retried_and_is_dead_lettered(StoreKind store)
    {
        await using var provider = await FakeProvider.Start();
        await using var payments = await Open(store, provider.Settings(("Payments:Gateway:Key", "another")));

        await payments.Receive(Requested());

        Assert.Single(provider.Requests);
        Assert.Equal(1, (await payments.Shop.Backlog("payments")).DeadLetters);
    }

    [Fact]
    public async Task A_failing_provider_opens_the_circuit()
    {
        await using var provider = await FakeProvider.Start();
        await using var payments = await Open(StoreKind.Sqlite,
            provider.Settings(
                ("Payments:Gateway:Retries", "1"), ("Payments:Gateway:BreakAfter", "4"), ("Payments:Gateway:BreakFor", "00:10:00")));
        provider.Before = http => Misbehave(http, "fails");
        var gateway = payments.Shop.Services.GetRequiredService<IPaymentGateway>();

        for (var i = 0; i < 50; i++)
            await Assert.ThrowsAnyAsync<Exception>(() => gateway.Find(Order, CancellationToken.None));

        Assert.InRange(provider.Requests.Count, 4, 8);
    }

    [Theory]
    [InlineData("http://payments.example/", "sk", "it would expose the key")]
    [InlineData("payments.example", "sk", "https://payments.example/")]
    [InlineData("https://payments.example/", "", "Payments:Gateway:Key is empty")]
    public async Task Settings_that_would_expose_the_key_are_rejected_at_startup(string url, string key, string publishes)
    {
        var rejected = await Assert.ThrowsAsync<ArgumentException>(
            () => Open(StoreKind.Sqlite, ("Payments:Gateway:Url", url), ("Payments:Gateway:Key", key)));

        Assert.Contains(publishes, rejected.Message, StringComparison.Ordinal);
    }

    private static async Task<bool> Misbehave(HttpContext http, string how)
    {
        switch (how)
        {
            case "slow": await WaitUntilDeadLettered(http); break;
            case "fails": http.Response.StatusCode = 500; break;
            case "throttles": http.Response.StatusCode = 429; break;
            case "hangs up": http.Abort(); break;
            case "garbage": await http.Response.WriteAsync("{\"status\": authorised"); break;
            case "html": await http.Response.WriteAsync("<html>Sign in to the hotel's network</html>"); break;
            case "nothing": http.Response.StatusCode = 204; break;
            case "somebody else's payment":
                await http.Response.WriteAsJsonAsync(
                    new { key = "ORD-9", status = "authorised", paymentId = "pay_9", amount = 5998, currency = "USD" });
                break;
            case "another amount":
                await http.Response.WriteAsJsonAsync(
                    new { key = Order, status = "authorised", paymentId = "pay_9", amount = 1, currency = "USD" });
                break;
            default: await http.Response.WriteAsJsonAsync(new { key = new string('x', 200_000) }); break;
        }
        return true;
    }

    private static async Task WaitUntilDeadLettered(HttpContext http) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
}
