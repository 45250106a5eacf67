using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>A session that has read something in a transaction and then idles: rows deleted since cannot be vacuumed.</summary>
internal static class HeldHorizon
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Holds it until the storm is over; begins again when the session is lost.</summary>
    public static async Task Hold(TestDatabase database, Tally tally, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenAsync("orders", over);
                // SQLite's provider takes the writer's lock at once unless the transaction is deferred.
                await using DbTransaction held = connection is SqliteConnection file
                    ? file.BeginTransaction(deferred: true)
                    : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, over);
                await using var read = connection.CreateCommand();
                read.Transaction = held;
                read.CommandText = "select count(*) from orders";
                tally.Count("sessions that idled in their transaction");
                while (true)
                {
                    await read.ExecuteScalarAsync(over);
                    await Task.Delay(LookAgain, over);
                }
            }
            catch (Exception e) when (e is DbException or OperationCanceledException)
            {
                await Task.Delay(LookAgain, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
