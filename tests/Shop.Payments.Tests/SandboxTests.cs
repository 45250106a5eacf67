using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Testing;
using static Shop.Payments.Tests.PaymentsFixture;

namespace Shop.Payments.Tests;

public sealed class SandboxTests
{
    [Theory, EachStore]
    public async Task Concurrent_charges_with_one_key_are_made_once_with_one_result(StoreKind store)
    {
        await using var payments = await Open(store);
        var sandbox = new SandboxGateway(payments.Shop.Services.GetRequiredService<IModuleStorage<PaymentsDb>>(), new SandboxOptions(), TimeProvider.System);

        var responses = await Task.WhenAll(Enumerable.Range(0, 90).Select(async i =>
            (Key: $"ORD-{i % 3}",
                Result: await sandbox.Authorise($"ORD-{i % 3}", new Money(1_000 + i), "USD", "tok_ok", CancellationToken.None))));

        var ledger = await payments.Ledger();
        Assert.Equal(["ORD-0", "ORD-1", "ORD-2"], ledger.Select(row => row.Order).Order());
        foreach (var ofOneKey in responses.GroupBy(response => response.Key, response => (Authorised)response.Result))
        {
            Assert.Single(ofOneKey.Distinct());
            Assert.Equal(ledger.Single(row => row.Order == ofOneKey.Key).Amount, ofOneKey.First().Amount.Minor);
        }
    }
}
