using Microsoft.EntityFrameworkCore;
using static Shop.Payments.Tests.PaymentsFixture;

namespace Shop.Payments.Tests;

public sealed class LockTests
{
    /// <summary>SQLite needs no locks: it has one writer.</summary>
    [Fact]
    public async Task On_PostgreSQL_a_payment_is_locked_until_the_transaction_ends()
    {
        await using var payments = await Open(StoreKind.Postgres);
        await payments.Receive(Requested());

        await payments.Shop.With<PaymentsDb>(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Lock([Order], CancellationToken.None);
            Assert.Empty(await FreePayments(payments));
        });

        Assert.Equal([Order], await FreePayments(payments));
    }

    private static Task<IReadOnlyList<string>> FreePayments(PaymentsFixture payments) =>
        payments.Query("select order_id from payments for update skip locked", row => row.GetString(0));
}
