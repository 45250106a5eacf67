using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Shop.Messaging.Storage;

/// <summary>Tells a store that cannot be used at the moment from a statement that is wrong: the same request succeeds later.</summary>
public static class StoreOutage
{
    // https://sqlite.org/rescode.html
    private const int Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Full = 13, CannotOpen = 14;

    /// <summary>Whether an error, or one behind it, says that the store is stopped, unreachable, full or read-only.</summary>
    public static bool IsCauseOf(Exception error)
    {
        for (Exception? inner = error; inner is not null; inner = inner.InnerException)
            if (inner is DbException database && IsOutage(database))
                return true;
        return false;
    }

    private static bool IsOutage(DbException error) => error switch
    {
        SqliteException { SqliteErrorCode: Busy or Locked or ReadOnly or InputOutput or Full or CannotOpen } => true,
        // Whatever Npgsql calls transient (the connection broke, the pool is exhausted, the server restarts or has no room), a server that is
        // shutting down, and a standby, which only reads.
        PostgresException postgres => postgres.IsTransient || postgres.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction
            || postgres.SqlState.StartsWith("53", StringComparison.Ordinal) || postgres.SqlState.StartsWith("57P", StringComparison.Ordinal)
            || postgres.SqlState.StartsWith("58", StringComparison.Ordinal),
        NpgsqlException => true,        // not the server's answer: it cannot be reached
        _ => false,
    };
}
