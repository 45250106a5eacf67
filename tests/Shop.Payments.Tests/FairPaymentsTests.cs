using Shop.Payments.Contracts;
using Shop.Testing;
using static Shop.Payments.Tests.PaymentsFixture;

namespace Shop.Payments.Tests;

public sealed class FairPaymentsTests
{
    [Theory, EachStore]
    public async Task Three_hundred_payments_without_an_answer_do_not_delay_the_next(StoreKind store)
    {
        await using var payments = await Open(store, ("Bus:ShutdownTimeout", "00:00:00.500"));
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => payments.Shop.Receive(Requested("tok_stuck", $"ORD-STUCK-{i}"))));

        await payments.Shop.Receive(Requested());
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await payments.Shop.Published<PaymentProcessed>(Order)).Count == 0)
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["0"], await payments.Query("select cast(count(*) as text) from attempts", row => row.GetString(0)));
    }
}
