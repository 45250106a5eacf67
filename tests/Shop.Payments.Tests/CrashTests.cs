using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Payments.Contracts;
using Shop.Testing;
using static Shop.Payments.Tests.PaymentsFixture;

namespace Shop.Payments.Tests;

public sealed class CrashTests
{
    [Theory, EachStore]
    public async Task A_charge_unrecorded_by_a_crash_is_published_after_restart_and_not_repeated(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "payments");
        await DieAfterCharging(database);

        await using var payments = await Open(database);
        await payments.Shop.Settle();

        Assert.Equal([new LedgerRow(Order, "authorised", 5998)], await payments.Ledger());
        Assert.Equal("Payment Processed", await payments.Published());
    }

    [Theory, EachStore]
    public async Task A_charge_unrecorded_by_a_crash_is_voided_on_cancellation(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "payments");
        await DieAfterCharging(database);

        await using var payments = await Open(database);
        await payments.Receive(Cancelled());

        Assert.Equal([new LedgerRow(Order, "voided", 5998)], await payments.Ledger());
        Assert.Single(await payments.Published<PaymentProcessed>());
        Assert.Single(await payments.Published<PaymentVoided>());
    }

    private static Task<PaymentsFixture> Open(TestDatabase database, Action<IServiceCollection>? services = null) =>
        PaymentsFixture.Open(database, services, ("Bus:Lease", "00:00:01"), ("Bus:ShutdownTimeout", "00:00:00.050"));

    private static async Task DieAfterCharging(TestDatabase database)
    {
        var charged = new TaskCompletionSource();
        await using var dies = await Open(database, services => services.AddSingleton<IPaymentGateway>(
            provider => new ChargesAndHangs(provider.GetRequiredService<IModuleStorage<PaymentsDb>>(), charged)));
        await dies.Shop.Receive(Requested());
        await charged.Task;
        Assert.Equal([new LedgerRow(Order, "authorised", 5998)], await dies.Ledger());
        Assert.Empty(await dies.Published());
    }

    /// <summary>The sandbox, whose response does not arrive before the process dies.</summary>
    private sealed class ChargesAndHangs(IModuleStorage<PaymentsDb> storage, TaskCompletionSource charged) : IPaymentGateway
    {
        private readonly SandboxGateway _sandbox = new(storage, new SandboxOptions(), TimeProvider.System);

        public async Task<AuthorisationOutcome> Authorise(
            string businessKey, Money amount, string currency, string token, CancellationToken ct)
        {
            await _sandbox.Authorise(businessKey, amount, currency, token, ct);
            charged.TrySetResult();
            return await new TaskCompletionSource<AuthorisationOutcome>().Task.WaitAsync(ct);
        }

        public Task<AuthorisationOutcome?> Find(string businessKey, CancellationToken ct) => _sandbox.Find(businessKey, ct);

        public Task<Authorised?> Capture(string businessKey, CancellationToken ct) => _sandbox.Capture(businessKey, ct);

        public Task<VoidOrRefundResult?> VoidOrRefund(string businessKey, CancellationToken ct) => _sandbox.VoidOrRefund(businessKey, ct);

        public Task<bool> Refund(string businessKey, string refundKey, Money amount, CancellationToken ct) =>
            _sandbox.Refund(businessKey, refundKey, amount, ct);
    }
}
