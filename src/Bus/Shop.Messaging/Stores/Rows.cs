using System.Data.Common;
using System.Text;

namespace Shop.Messaging;

/// <summary>Reading rows, the same for every database.</summary>
internal static class Rows
{
    public static async Task<List<T>> Read<T>(this DbCommand command, Func<DbDataReader, T> row, CancellationToken ct)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            rows.Add(row(reader));
        return rows;
    }

    public static async Task<HashSet<(Guid, string)>> ReadKeys(this DbCommand command, CancellationToken ct) =>
        [.. await command.Read(row => (row.GetGuid(0), row.GetString(1)), ct)];

    public static StoredMessage KeptLetter(DbDataReader row) => new(row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.GetString(3));

    public static OutboxRow OutboxRow(DbDataReader row) => new()
    {
        Id = row.GetGuid(0),
        DetailType = row.GetString(1),
        Subject = row.GetString(2),
        CorrelationId = row.GetString(3),
        Envelope = row.GetString(4),
        Utf8 = Encoding.UTF8.GetBytes(row.GetString(4)),
    };

    public static Backlog Backlog(DbDataReader row) => new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));

    public static InboxRow InboxRow(DbDataReader row) => new(
        row.GetGuid(0), row.GetString(1), Time(row, 2), Time(row, 3), Time(row, 4), row.IsDBNull(5) ? 0 : row.GetInt32(5), row.IsDBNull(6) ? null : row.GetString(6));

    public static DateTime Utc(DbDataReader row, int column) => DateTime.SpecifyKind(row.GetDateTime(column), DateTimeKind.Utc);

    public static Guid? Id(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    public static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTime? Time(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTime.SpecifyKind(row.GetDateTime(column), DateTimeKind.Utc);
}
