using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace Shop.Messaging.Storage;

/// <summary>PostgreSQL's way of writing it.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    // When the statement arrived: unlike clock_timestamp() it is the same for every row, so that an index can be searched by it.
    public override string Now => "statement_timestamp()";

    public override string NowPlus(string parameter) => $"statement_timestamp() + {parameter}";

    public override object Interval(TimeSpan span) => span;

    internal override string SecondsUntil(string time) => $"extract(epoch from {time} - clock_timestamp())::float8";

    internal override string SkipLocked => "for update skip locked";

    internal override string WaitForLocked => "for update";

    internal override string MoveToArchive => """
        with handled as (
          delete from outbox where id = any(@ids) returning id, detail_type, subject, correlation_id, published_at, envelope)
        insert into archive (event_id, detail_type, subject, correlation_id, published_at, envelope) select * from handled
        """;

    // A vacuum may take hours, and keeps nothing from being cleared away.
    internal override string OldestTransaction => """
        extract(epoch from clock_timestamp() - least(
          (select min(xact_start) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and backend_type <> 'autovacuum worker'),
          (select min(prepared) from pg_prepared_xacts where database = current_database())))::float8
        """;

    public override string IsOneOf(string column, string parameter) => $"{column} = any({parameter})";

    public override object Ids(IEnumerable<Guid> ids) => ids.ToArray();

    public override string Rows(DbCommand command, string alias, params ReadOnlySpan<SqlColumn> columns)
    {
        var (names, parameters) = (new List<string>(), new List<string>());
        foreach (var column in columns)
        {
            command.Parameters.Add(new NpgsqlParameter($"{alias}_{column.Name}", NpgsqlDbType.Array | TypeOf(column.Values)) { Value = column.Values });
            names.Add(column.Name);
            parameters.Add($"@{alias}_{column.Name}");
        }
        return $"unnest({string.Join(", ", parameters)}) as {alias}({string.Join(", ", names)})";
    }

    private static NpgsqlDbType TypeOf(Array values) => values switch
    {
        Guid[] => NpgsqlDbType.Uuid,
        int[] => NpgsqlDbType.Integer,
        long[] => NpgsqlDbType.Bigint,
        string?[] => NpgsqlDbType.Text,
        _ => throw new ArgumentException($"A column of {values.GetType().Name} cannot be sent to PostgreSQL: use ids, texts or whole numbers.", nameof(values)),
    };
}
