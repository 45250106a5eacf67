using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Web;

namespace Shop.Host.Operations;

/// <summary>Operations: begun, listed, followed, cancelled, resumed.</summary>
internal static class OperationRecordsApi
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    public static void Map(RouteGroupBuilder ops)
    {
        ops.MapPost("/replays", BeginReplay).WithName("Replay").WithSummary("Lets rules hear archived events again")
            .WithDescription("What a rule has heard stays heard, unless it is to run again: then name that one rule.").ProducesProblems(OpsProblems.OperationRejected);
        ops.MapPost("/seeds", BeginSeed).WithName("BeginSeed").WithSummary("Begins the record of made-up orders that a client places").ProducesProblems(OpsProblems.OperationRejected);
        ops.MapGet("/operations", List).WithName("ListOperations").WithSummary("Replays, redrives, discards and seeds, newest first");
        ops.MapGet("/operations/{id:guid}", Show).WithName("ShowOperation").WithSummary("How far an operation is").ProducesProblems(OpsProblems.OperationNotFound);
        ops.MapGet("/operations/{id:guid}/stream", Follow).WithName("FollowOperation").WithSummary("How an operation goes on, as server-sent events, until it ends")
            .ProducesProblems(OpsProblems.OperationNotFound);
        ops.MapPut("/operations/{id:guid}/progress", Report).WithName("ReportProgress").WithSummary("Notes how far a client's work is")
            .WithDescription("Answered 409 when somebody has ended it: then the client stops.").ProducesProblems(OpsProblems.OperationNotFound, OpsProblems.NotInThatState);
        ops.MapPost("/operations/{id:guid}/cancel", Cancel).WithName("CancelOperation").WithSummary("Ends an operation; what is done stays done")
            .ProducesProblems(OpsProblems.OperationNotFound, OpsProblems.NotInThatState);
        ops.MapPost("/operations/{id:guid}/resume", Resume).WithName("ResumeOperation").WithSummary("Lets an ended operation go on where it was")
            .ProducesProblems(OpsProblems.OperationNotFound, OpsProblems.NotInThatState);
    }

    private static async Task<Results<Accepted<StartedOperations>, Ok<Matching>, Problem>> BeginReplay(ReplayBody body, Operator who, Replays replays, CancellationToken ct)
    {
        if (body.DryRun)
            return TypedResults.Ok(new Matching(await replays.Count(body.Request, ct)));
        return StartedOperations.Of(await replays.Begin(body.Request, new BulkOptions(who.Name, body.Rate), ct));
    }

    private static async Task<Accepted<OperationView>> BeginSeed(SeedBody body, Operator who, Messaging.BulkOperations operations, CancellationToken ct)
    {
        var begun = await operations.BeginSeed("orders", JsonSerializer.Serialize(body, JsonSerializerOptions.Web), body.Orders, new BulkOptions(who.Name, body.Rate), ct);
        return TypedResults.Accepted($"/ops/operations/{begun.Id}", OperationView.Of(begun));
    }

    private static async Task<Page<OperationView>> List(PageRequest page, Messaging.BulkOperations operations, CancellationToken ct)
    {
        var found = await operations.List(page.After<Guid?>(), page.Limit + 1, ct);
        return Page.Of(found, page, operation => operation.Id, OperationView.Of);
    }

    private static async Task<Results<Ok<OperationView>, Problem>> Show(Guid id, Messaging.BulkOperations operations, CancellationToken ct) =>
        await operations.Find(id, ct) is { } found ? TypedResults.Ok(OperationView.Of(found)) : Missing(id);

    private static async Task<Results<ServerSentEventsResult<OperationView>, Problem>> Follow(
        Guid id, EventStreams streams, Messaging.BulkOperations operations, CancellationToken ct) =>
        await operations.Find(id, ct) is not null ? streams.Open(Changes(id, operations, ct)) : Missing(id);

    private static async IAsyncEnumerable<SseItem<OperationView>> Changes(Guid id, Messaging.BulkOperations operations, [EnumeratorCancellation] CancellationToken ct)
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

    private static async Task<Results<Ok<OperationView>, Problem>> Report(Guid id, ProgressBody body, Operator who, Messaging.BulkOperations operations, CancellationToken ct)
    {
        if (await operations.Find(id, ct) is not { } found)
            return Missing(id);
        return await operations.ReportProgress(found, body.Done, body.Failed, body.Ended, ct) is { } now
            ? TypedResults.Ok(OperationView.Of(now))
            : NotNow((await operations.Find(id, ct))!, who);
    }

    private static Task<Results<Ok<OperationView>, Problem>> Cancel(Guid id, Operator who, Messaging.BulkOperations operations, CancellationToken ct) =>
        Change(id, who, operations.Cancel, operations, ct);

    private static Task<Results<Ok<OperationView>, Problem>> Resume(Guid id, Operator who, Messaging.BulkOperations operations, CancellationToken ct) =>
        Change(id, who, operations.Resume, operations, ct);

    private static async Task<Results<Ok<OperationView>, Problem>> Change(
        Guid id, Operator who, Func<BulkOperation, string, CancellationToken, Task<bool>> change, Messaging.BulkOperations operations, CancellationToken ct)
    {
        if (await operations.Find(id, ct) is not { } found)
            return Missing(id);
        var changed = await change(found, who.Name, ct);
        var now = (await operations.Find(id, ct))!;
        return changed ? TypedResults.Ok(OperationView.Of(now)) : NotNow(now, who);
    }

    private static Problem Missing(Guid id) => Problem.Of(OpsProblems.OperationNotFound, $"There is no operation {id}.");

    private static Problem NotNow(BulkOperation operation, Operator who) =>
        Problem.Of(OpsProblems.NotInThatState, $"{operation.Id} is {operation.State.ToString().ToLowerInvariant()}, {who.Name}: nothing was changed.");
}
