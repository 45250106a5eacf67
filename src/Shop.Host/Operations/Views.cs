using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Host.Operations;

/// <summary>An operation as a client sees it.</summary>
internal sealed record OperationView(
    Guid Id, string Module, OperationKind Kind, OperationState State, JsonElement Filter, string Actor, int? Rate, long Total, long Done, long Failed,
    double? SecondsLeft, string? Reason, DateTime StartedAt, DateTime ChangedAt, DateTime? EndedAt)
{
    public static OperationView Of(BulkOperation operation) => new(
        operation.Id, operation.Module, operation.Kind, operation.State, Json.Of(operation.Filter), operation.Actor, operation.Rate, operation.Total, operation.Done,
        operation.Failed, operation.TimeLeft?.TotalSeconds, operation.Reason, operation.StartedAt, operation.ChangedAt, operation.EndedAt);
}

/// <summary>What was begun: one operation a module; none when nothing matched.</summary>
internal sealed record StartedOperations(IReadOnlyList<OperationView> Operations)
{
    public static Accepted<StartedOperations> Of(IReadOnlyList<BulkOperation> operations) =>
        TypedResults.Accepted(operations is [var one] ? $"/ops/operations/{one.Id}" : "/ops/operations", new StartedOperations([.. operations.Select(OperationView.Of)]));
}

/// <summary>What is to be replayed.</summary>
/// <param name="From">Events of then or later.</param>
/// <param name="Until">Events before then; up to now when left out.</param>
/// <param name="Pattern">An EventBridge pattern, as an object.</param>
/// <param name="CorrelationId">Events of one request.</param>
/// <param name="Rules">Who hears: <c>module/rule</c>; all that match when left out.</param>
/// <param name="Rerun">Runs the one rule again over what it has heard.</param>
/// <param name="Name">What the events carry as replay-name.</param>
/// <param name="Rate">A second at the most.</param>
/// <param name="DryRun">Only count the events of the time and correlation.</param>
internal sealed record ReplayBody(
    DateTimeOffset? From = null, DateTimeOffset? Until = null, JsonElement? Pattern = null, string? CorrelationId = null, IReadOnlyList<string>? Rules = null,
    bool Rerun = false, string? Name = null, int? Rate = null, bool DryRun = false)
{
    internal ReplayRequest Request => new()
    {
        From = From?.UtcDateTime, Until = Until?.UtcDateTime, Pattern = Pattern?.GetRawText(), CorrelationId = CorrelationId, Rules = Rules, Rerun = Rerun, Name = Name,
    };
}

/// <summary>The orders that a client will place.</summary>
/// <param name="Orders">How many.</param>
/// <param name="Failures">The share of them that fails, 0–1.</param>
/// <param name="Seed">Chooses among all that could be made up.</param>
/// <param name="Rate">A second at the most.</param>
internal sealed record SeedBody(int Orders, double Failures, int Seed, int? Rate = null);

/// <summary>How far a client's work is.</summary>
/// <param name="Done">How many are done, of all.</param>
/// <param name="Failed">How many could not be done.</param>
/// <param name="Ended">Whether that was the last.</param>
internal sealed record ProgressBody(long Done, long Failed, bool Ended);

internal static class Json
{
    public static JsonElement Of(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
