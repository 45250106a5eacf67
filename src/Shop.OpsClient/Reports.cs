using System.Text.Json;

namespace Shop.OpsClient;

/// <summary>One page of a list.</summary>
/// <param name="Items">What is on the page.</param>
/// <param name="NextCursor">The cursor of the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>What a reconciliation found.</summary>
/// <param name="At">When it ran, UTC.</param>
/// <param name="Events">How many events it checked.</param>
/// <param name="Discrepancies">What must exist and does not.</param>
/// <param name="From">The start of the time that it checked, UTC.</param>
/// <param name="Until">The end of the time that it checked, UTC.</param>
/// <param name="Figures">What reports show, beside a recount of the events.</param>
public sealed record ReconciliationReport(
    DateTime At, long Events, IReadOnlyList<Discrepancy> Discrepancies, DateTime From, DateTime Until, IReadOnlyList<Figure> Figures);

/// <summary>Something that must exist and does not.</summary>
/// <param name="Module">In which module.</param>
/// <param name="What">A sentence that names it.</param>
public sealed record Discrepancy(string Module, string What);

/// <summary>A figure of a report, recounted.</summary>
/// <param name="Module">The module that reports it.</param>
/// <param name="Name">What is counted.</param>
/// <param name="Expected">The figure by the published events; amounts in minor units.</param>
/// <param name="Actual">What the report shows.</param>
public sealed record Figure(string Module, string Name, long Expected, long Actual);

/// <summary>What an operator did.</summary>
/// <param name="Id">A UUIDv7: ids sort by time.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">The operator.</param>
/// <param name="Action">What was done: <c>redrive</c>, <c>cancel-operation</c>.</param>
/// <param name="Module">In which module's data.</param>
/// <param name="Operation">The operation that it is part of.</param>
/// <param name="EventId">The event that it was done to.</param>
/// <param name="Rule">The rule that it was done to.</param>
/// <param name="Before">The state before.</param>
/// <param name="After">The state after.</param>
public sealed record AuditLogEntry(
    Guid Id, DateTime At, string Actor, string Action, string Module, Guid? Operation, Guid? EventId, string? Rule, string? Before,
    string? After);

/// <summary>Where a module runs.</summary>
/// <param name="Name">The module.</param>
/// <param name="Hosted">Whether this process hosts it.</param>
public sealed record ModulePlacement(string Name, bool Hosted);

/// <summary>The health of a process.</summary>
/// <param name="Status"><c>Healthy</c> or <c>Unhealthy</c>.</param>
/// <param name="Modules">By module of this process: its backlog, or a sentence that says why its database does not answer.</param>
public sealed record ShopHealth(string Status, IReadOnlyDictionary<string, JsonElement> Modules)
{
    /// <summary>What a module has still to do; null when this process does not host it or its database does not answer.</summary>
    public Backlog? BacklogOf(string module) => Modules.TryGetValue(module, out var state) && state.ValueKind == JsonValueKind.Object
        ? state.Deserialize<Backlog>(JsonSerializerOptions.Web)
        : null;
}

/// <summary>What a module has still to do.</summary>
/// <param name="Outbox">Published events that some rule has not handled yet.</param>
/// <param name="InFlight">Stored messages that a process works at: external calls, and retries under lease.</param>
/// <param name="Pending">Failed messages that wait for their next attempt.</param>
/// <param name="DeadLetters">Dead letters.</param>
public sealed record Backlog(long Outbox, long InFlight, long Pending, long DeadLetters);

/// <summary>An order's status.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Status">Its status: <c>confirmed</c>.</param>
/// <param name="StatusReason">Why, where there is a reason.</param>
public sealed record OrderStatus(string OrderId, string Status, string? StatusReason);

/// <summary>What a rebuild of the analytics figures counted.</summary>
/// <param name="Events">How many archived events.</param>
public sealed record RebuiltAnalytics(long Events);
