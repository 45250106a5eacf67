using Microsoft.EntityFrameworkCore;
using static Shop.Payments.Tests.PaymentsRoom;

namespace Shop.Payments.Tests;

public sealed class LockTests
{
    /// <summary>SQLite needs none: it knows one writer.</summary>
    [Fact]
    public async Task A_payment_that_is_being_decided_on_PostgreSQL_is_nobody_elses_until_the_transaction_ends()
    {
        await using var room = await Open(StoreKind.Postgres);
        await room.Hear(Requested());

        await room.Shop.With<PaymentsDb>(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Lock([Order], CancellationToken.None);
            Assert.Empty(await FreePayments(room));
        });

        Assert.Equal([Order], await FreePayments(room));
    }

    private static Task<IReadOnlyList<string>> FreePayments(PaymentsRoom room) =>
        room.Query("select order_id from payments for update skip locked", row => row.GetString(0));
}
