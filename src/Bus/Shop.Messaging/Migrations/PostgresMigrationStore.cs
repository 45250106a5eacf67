using System.Buffers.Binary;
using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Shop.Messaging.Migrations;

internal sealed partial class PostgresMigrationStore(string module, NpgsqlConnection connection) : MigrationStore
{
    private readonly string schema = SchemaOf(module, connection);

    public override StoreKind Kind => StoreKind.Postgres;

    protected override DbConnection Connection => connection;

    protected override string HistoryTable => $"{QuotedSchema}.schema_history";

    private string QuotedSchema => $"\"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public override async Task<DbTransaction> BeginAsync(CancellationToken ct)
    {
        // Read committed, explicitly: a read after the wait for the lock must not return data from before it.
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        await RunAsync($"select pg_advisory_xact_lock({LockKey()})", ct);

        // Check first: "create schema if not exists" needs the right to create schemas even if the schema exists.
        if (!await IsThereAsync("select to_regnamespace(@name) is not null", QuotedSchema, ct))
            await CreateSchemaAsync(ct);

        await RunAsync(
            $"""
            create table if not exists {HistoryTable} (
              series     text        not null,
              number     integer     not null,
              name       text        not null,
              sha256     text        not null,
              applied_at timestamptz not null default now(),
              primary key (series, number)
            )
            """, ct);
        return transaction;
    }

    /// <summary>
    /// A semicolon at the end of a line ends a statement unless it is in a string, a quoted name, a comment or a
    /// dollar-quoted body. (A <c>begin atomic</c> body is split; write it between dollar signs.)
    /// </summary>
    public override bool IsComplete(string sql) => WholeStatement().IsMatch(sql);

    public override int LinesToError(string sql, DbException error) =>
        error is PostgresException { Position: > 0 } at ? sql.AsSpan(0, Math.Min(at.Position, sql.Length)).Count('\n') : 0;

    protected override Task<bool> HasHistoryAsync(CancellationToken ct) =>
        IsThereAsync("select to_regclass(@name) is not null", HistoryTable, ct);

    private async Task CreateSchemaAsync(CancellationToken ct)
    {
        try
        {
            await RunAsync($"create schema {QuotedSchema}", ct);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new MigrationException(
                $"Module '{module}' has no schema {QuotedSchema} in database {connection.Database}, and its role may not create one: {error.MessageText}. "
                + $"Run 'create schema {QuotedSchema} authorization <role>' as the database's owner and start again.", error);
        }
    }

    private async Task<bool> IsThereAsync(string sql, string name, CancellationToken ct)
    {
        await using var command = Command(sql, ("name", name));
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>All programs of a database share the numbers of advisory locks, so this one is a hash of the names.</summary>
    private long LockKey() => BinaryPrimitives.ReadInt64LittleEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes($"schema_history of {connection.Database}.{schema}")));

    private static string SchemaOf(string module, NpgsqlConnection connection)
    {
        var searchPath = new NpgsqlConnectionStringBuilder(connection.ConnectionString).SearchPath;
        var first = searchPath?.Split(',')[0].Trim().Trim('"');
        return string.IsNullOrEmpty(first)
            ? throw new MigrationException(
                $"The connection of module '{module}' names no schema. Add 'Search Path={module}' to its connection string.")
            : first;
    }

    [GeneratedRegex(
        """
        \A(?>
            '(?:[^']|'')*'            # a string
          | "[^"]*"                   # a quoted name
          | --[^\n]*                  # a comment to the end of the line
          | /\*.*?\*/                 # a comment over lines
          | \$(\w*)\$.*?\$\1\$        # a dollar-quoted body
          | [^'"$/-]                  # anything else, semicolons too
          | /(?!\*) | -(?!-) | \$(?!\w*\$)
        )*;[ ]*(?:--[^\n]*)?\s*\z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline)]
    private static partial Regex WholeStatement();
}
