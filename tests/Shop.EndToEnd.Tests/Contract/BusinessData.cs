using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Shop.Testing;

namespace Shop.EndToEnd.Tests.Contract;

/// <summary>A hash per table of all modules' own tables. The bus's tables are excluded: they change without requests.</summary>
internal sealed partial class BusinessData(TestDatabase database) : IAsyncDisposable
{
    private static readonly HashSet<string> OfTheBus =
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "migrations", "bus"), "*.sql").SelectMany(file => Table().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)),
    ];

    private readonly Dictionary<string, DbConnection> _connections = [];
    private readonly Dictionary<string, List<string>> _tables = [];

    public async Task<Dictionary<string, string>> Read()
    {
        var read = new Dictionary<string, string>();
        foreach (var module in Repository.Modules)
            foreach (var (table, hash) in await Hashes(module))
                read[$"{module}.{table}"] = hash;
        return read;
    }

    /// <summary>
    /// Whether an event is on its way, is handled, or will be within a second, not hours later as a webhook's retry; or a shipment still has to be
    /// booked or stopped, which no event shows.
    /// </summary>
    public async Task<bool> IsBusy()
    {
        var soon = database.Store == StoreKind.Postgres ? "now() + interval '1 second'" : "strftime('%Y-%m-%d %H:%M:%f', 'now', '+1 second')";
        var work = $"select 1 from outbox union all select 1 from inbox where state = 'calling' or state = 'pending' and next_attempt_at < {soon} limit 1";
        foreach (var module in Repository.Modules)
            if ((await Rows(module, $"select * from ({work}) work")).Count > 0)
                return true;
        return (await Rows("shipping", "select order_id from shipments where state in ('preparing', 'stopping')")).Count > 0;
    }

    private async Task<List<string>> Tables(string module)
    {
        if (_tables.TryGetValue(module, out var known))
            return known;
        var tables = await Rows(module, database.Store == StoreKind.Postgres
            ? $"select table_name from information_schema.tables where table_schema = '{module}'"
            : "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'");
        return _tables[module] = [.. tables.Where(table => !OfTheBus.Contains(table) && !table.Contains("migration", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private async Task<IEnumerable<(string Table, string Hash)>> Hashes(string module)
    {
        var tables = await Tables(module);
        // One statement a module: PostgreSQL hashes where the rows are.
        if (tables.Count > 0 && database.Store == StoreKind.Postgres)
            return (await Rows(module, string.Join(" union all ", tables.Select(table =>
                $"select '{table}', md5(coalesce(string_agg(t::text, '|' order by t::text collate \"C\"), '')) from {table} t")))).Select(row => (row.Split('|')[0], row.Split('|')[1]));
        var hashes = new List<(string, string)>();
        foreach (var table in tables)
            hashes.Add((table, Hash((await Rows(module, $"select * from {table}")).Order(StringComparer.Ordinal))));
        return hashes;
    }

    private static string Hash(IEnumerable<string> rows) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows))));

    private async Task<List<string>> Rows(string module, string sql)
    {
        if (!_connections.TryGetValue(module, out var connection))
            _connections[module] = connection = await database.OpenAsync(module);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(field => reader.GetValue(field))));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.Values)
            await connection.DisposeAsync();
    }

    [GeneratedRegex(@"create table (?:if not exists )?(\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Table();
}
