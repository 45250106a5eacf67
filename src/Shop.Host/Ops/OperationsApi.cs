using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Web;

namespace Shop.Host.Ops;

/// <summary>Starts replays; lists, follows, cancels and resumes operations.</summary>
internal static class OperationsApi
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    public static void Map(RouteGroupBuilder ops)
    {
        ops.MapPost("/replays", BeginReplay).WithName("Replay").WithSummary("Sends archived events to rules again.")
            .WithDescription("A rule skips what it has handled. With `rerun` the one rule that is named handles it again.")
            .ProducesProblems(OpsProblems.OperationRejected);
        ops.MapGet("/operations", List).WithName("ListOperations").WithSummary("Lists replays, redrives and discards, newest first.")
            .WithDescription("Running ones too.");
        ops.MapGet("/operations/{id}", Show).WithName("ShowOperation").WithSummary("Shows an operation's progress.")
            .WithDescription("Poll it, or follow its stream.")
            .ProducesProblems(OpsProblems.OperationNotFound);
        ops.MapGet("/operations/{id}/stream", Follow).WithName("FollowOperation")
            .WithSummary("Streams an operation's progress as server-sent events, until it ends.")
            .WithDescription("One event for each change.")
            .ProducesProblems(OpsProblems.OperationNotFound);
        ops.MapPost("/operations/{id}/cancel", Cancel).WithName("CancelOperation")
            .WithSummary("Cancels an operation; what is done stays done.")
            .WithDescription("It can be resumed.")
            .ProducesProblems(OpsProblems.OperationNotFound, OpsProblems.NotInThatState);
        ops.MapPost("/operations/{id}/resume", Resume).WithName("ResumeOperation")
            .WithSummary("Resumes a cancelled or stopped operation where it ended.")
            .WithDescription("Items that are done are not repeated.")
            .ProducesProblems(OpsProblems.OperationNotFound, OpsProblems.NotInThatState);
    }

    private static async Task<Results<Accepted<StartedOperations>, Ok<Matching>, Problem>> BeginReplay(
        ReplayBody body, Operator who, Replays replays, CancellationToken ct)
    {
        if (body.DryRun)
            return TypedResults.Ok(new Matching(await replays.Count(body.Request, ct)));
        return StartedOperations.Of(await replays.Start(body.Request, new BulkOptions(who.Name, body.Rate), ct));
    }

    private static async Task<Page<OperationView>> List(PageRequest page, BulkOperations operations, CancellationToken ct)
    {
        var found = await operations.List(page.After<Guid?>(), page.Limit + 1, ct);
        return Page.Of(found, page, operation => operation.Id, OperationView.Of);
    }

    private static async Task<Results<Ok<OperationView>, Problem>> Show(string id, BulkOperations operations, CancellationToken ct) =>
        await Find(id, operations, ct) is { } found ? TypedResults.Ok(OperationView.Of(found)) : Missing(id);

    private static async Task<Results<EventStream<OperationView>, Problem>> Follow(
        string id, EventStreams streams, BulkOperations operations, CancellationToken ct) =>
        await Find(id, operations, ct) is { } found ? streams.Open(Changes(found.Id, operations, ct)) : Missing(id);

    private static async IAsyncEnumerable<SseItem<OperationView>> Changes(
        Guid id, BulkOperations operations, [EnumeratorCancellation] CancellationToken ct)
    {
        using var pace = new PeriodicTimer(PollInterval);
        BulkOperation? last = null;
        do
        {
            var now = await operations.Find(id, ct);
            if (now is null)
                yield break;
            if (now != last)
                yield return new SseItem<OperationView>(OperationView.Of(now), "progress");
            if (now.State != OperationState.Running)
                yield break;
            last = now;
        }
        while (await pace.WaitForNextTickAsync(ct));
    }

    private static Task<Results<Ok<OperationView>, Problem>> Cancel(
        string id, Operator who, BulkOperations operations, CancellationToken ct) =>
        Change(id, who, operations.Cancel, operations, ct);

    private static Task<Results<Ok<OperationView>, Problem>> Resume(
        string id, Operator who, BulkOperations operations, CancellationToken ct) =>
        Change(id, who, operations.Resume, operations, ct);

    private static async Task<Results<Ok<OperationView>, Problem>> Change(
        string id, Operator who, Func<BulkOperation, string, CancellationToken, Task<bool>> change, BulkOperations operations,
        CancellationToken ct)
    {
        if (await Find(id, operations, ct) is not { } found)
            return Missing(id);
        var changed = await change(found, who.Name, ct);
        var now = (await operations.Find(found.Id, ct))!;
        return changed
            ? TypedResults.Ok(OperationView.Of(now))
            : Problem.Of(OpsProblems.NotInThatState,
                $"The operation {id} is {now.State.ToString().ToLowerInvariant()}: nothing was changed.");
    }

    private static async Task<BulkOperation?> Find(string id, BulkOperations operations, CancellationToken ct) =>
        Guid.TryParse(id, out var known) ? await operations.Find(known, ct) : null;

    private static Problem Missing(string id) => Problem.Of(OpsProblems.OperationNotFound, $"There is no operation {id}.");
}

/// <summary>An operation.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Module">The module whose messages it changes.</param>
/// <param name="Kind">What it does.</param>
/// <param name="State">How far it is.</param>
/// <param name="Filter">What selects its items, as it was requested.</param>
/// <param name="Actor">The operator who started it.</param>
/// <param name="Rate">At most this many items a second; null for no limit.</param>
/// <param name="Total">How many items it has.</param>
/// <param name="Done">How many are done.</param>
/// <param name="Failed">How many of these failed.</param>
/// <param name="SecondsLeft">The estimated time to its end, seconds; null when unknown.</param>
/// <param name="Reason">Why it stopped; null for none.</param>
/// <param name="StartedAt">When it was started, UTC.</param>
/// <param name="ChangedAt">When it last progressed, UTC.</param>
/// <param name="EndedAt">When it ended, UTC; null while it runs.</param>
internal sealed record OperationView(
    Guid Id, string Module, OperationKind Kind, OperationState State, JsonElement Filter, string Actor, int? Rate, long Total, long Done,
    long Failed,
    double? SecondsLeft, string? Reason, DateTime StartedAt, DateTime ChangedAt, DateTime? EndedAt)
{
    public static OperationView Of(BulkOperation operation) => new(
        operation.Id, operation.Module, operation.Kind, operation.State, JsonElement.Parse(operation.Filter), operation.Actor,
        operation.Rate, operation.Total,
        operation.Done, operation.Failed, operation.TimeLeft?.TotalSeconds, operation.Reason, operation.StartedAt, operation.ChangedAt,
        operation.EndedAt);
}

/// <summary>What a request started: one operation in each module that has matching items; none when nothing matches.</summary>
/// <param name="Operations">The operations.</param>
internal sealed record StartedOperations(IReadOnlyList<OperationView> Operations)
{
    public static Accepted<StartedOperations> Of(IReadOnlyList<BulkOperation> operations) => TypedResults.Accepted(
        operations is [var one] ? $"/ops/operations/{one.Id}" : "/ops/operations",
        new StartedOperations([.. operations.Select(OperationView.Of)]));
}

/// <summary>Which archived events to replay, and to which rules.</summary>
/// <param name="From">Events published at this time or later.</param>
/// <param name="Until">Events published before this time; up to now when left out.</param>
/// <param name="Pattern">An EventBridge pattern that the events match, as an object.</param>
/// <param name="CorrelationId">Events that follow from this request.</param>
/// <param name="Rules">The rules that handle the events, as <c>module/rule</c>; all that match when left out.</param>
/// <param name="Rerun">Lets the one rule handle again what it has handled.</param>
/// <param name="Name">The events' <c>replay-name</c>.</param>
/// <param name="Rate">At most this many a second.</param>
/// <param name="DryRun">Only counts the events of the time and correlation.</param>
internal sealed record ReplayBody(
    DateTimeOffset? From = null, DateTimeOffset? Until = null, JsonElement? Pattern = null, string? CorrelationId = null,
    IReadOnlyList<string>? Rules = null,
    bool Rerun = false, string? Name = null, int? Rate = null, bool DryRun = false)
{
    internal ReplayRequest Request => new()
    {
        From = From?.UtcDateTime, Until = Until?.UtcDateTime, Pattern = Pattern?.GetRawText(), CorrelationId = CorrelationId, Rules = Rules,
        Rerun = Rerun, Name = Name,
    };
}
