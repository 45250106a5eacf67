using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>An order whose payment takes too long, with every module in one process. It waits, so other classes run meanwhile.</summary>
public sealed class PaymentDeadlineTests(ShopFixture running) : PaymentDeadline(running);

/// <summary>The same with Payments in its own process.</summary>
public sealed class PaymentDeadlineOverTwoProcessesTests(TwoProcessesFixture running) : PaymentDeadline(running);

/// <summary>An order whose payment takes too long, wherever the modules run.</summary>
public abstract class PaymentDeadline(ShopFixture running)
{
    [Theory, EachStore]
    public async Task A_payment_past_its_deadline_cancels_the_order(StoreKind store)
    {
        var shop = await running.On(store);

        var order = await shop.Ended(await shop.Place(Shopper.Order("PRD-0023", 1, "tok_stuck")));

        Assert.Equal("timed_out", order.GetProperty("statusReason").GetString());
    }
}
