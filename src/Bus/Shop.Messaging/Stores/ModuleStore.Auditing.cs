namespace Shop.Messaging;

/// <summary>What the auditor asks.</summary>
public abstract partial class ModuleStore
{
    /// <summary>Remembers since when each rule is there.</summary>
    internal Task<bool> RegisterRules(IEnumerable<string> rules, CancellationToken ct) => InTransaction(async connection =>
    {
        foreach (var rule in rules)
            await connection.Execute("insert into rules (name) values (@name) on conflict do nothing", ct, ("@name", rule));
        return true;
    }, ct);

    /// <summary>Since when each rule is there.</summary>
    internal async Task<IReadOnlyDictionary<string, DateTime>> RegisteredRules(CancellationToken ct) =>
        (await Query("select name, since from rules", row => KeyValuePair.Create(row.GetString(0), Rows.Utc(row, 1)), ct)).ToDictionary();

    /// <summary>Published events that somebody should have heard long ago.</summary>
    internal Task<IReadOnlyList<(string DetailType, string Subject)>> Stuck(TimeSpan longerThan, CancellationToken ct) => Query(
        $"select detail_type, subject from outbox where published_at < {NowPlus("@ago")} order by id limit 100",
        row => (row.GetString(0), row.GetString(1)), ct, ("@ago", Wait(-longerThan)));

    /// <summary>Of whom an event of that type has been said, between two ids.</summary>
    internal async Task<HashSet<string>> SubjectsOf(string detailType, Guid from, Guid until, CancellationToken ct) => [.. await Query("""
        select subject from archive where detail_type = @type and event_id >= @from and event_id < @until
         union select subject from outbox where detail_type = @type and id >= @from and id < @until
        """, row => row.GetString(0), ct, ("@type", detailType), ("@from", from), ("@until", until))];
}
