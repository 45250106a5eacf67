using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Shop.Messaging.Migrations;

internal sealed class SqliteMigrationStore(SqliteConnection connection) : MigrationStore
{
    public override StoreKind Kind => StoreKind.Sqlite;

    protected override DbConnection Connection => connection;

    protected override string HistoryTable => "schema_history";

    public override async Task<DbTransaction> BeginAsync(CancellationToken ct)
    {
        // Not deferred: an immediate transaction takes the file's write lock at once, and other processes wait.
        var transaction = connection.BeginTransaction(deferred: false);
        await RunAsync(
            """
            create table if not exists schema_history (
              series     text    not null,
              number     integer not null,
              name       text    not null,
              sha256     text    not null,
              applied_at text    not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
              primary key (series, number)
            )
            """, ct);
        return transaction;
    }

    /// <summary>SQLite decides: it knows that semicolons inside a trigger's body end no statement.</summary>
    public override bool IsComplete(string sql) => raw.sqlite3_complete(sql) != 0;

    public override int LinesToError(string sql, DbException error) => 0;

    protected override async Task<bool> HasHistoryAsync(CancellationToken ct)
    {
        await using var command = Command("select count(*) from sqlite_master where type = 'table' and name = 'schema_history'");
        return await command.ExecuteScalarAsync(ct) is 1L;
    }
}
