using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Web;

namespace Shop.Host.Operations;

/// <summary>Dead letters: listed, grouped, shown, redriven, discarded.</summary>
internal static class DeadLettersApi
{
    public static void Map(RouteGroupBuilder ops)
    {
        ops.MapGet("/dead-letters", List).WithName("ListDeadLetters").WithSummary("Events that a rule has given up, newest first").ProducesProblems(OpsProblems.OperationRejected);
        ops.MapGet("/dead-letters/causes", Causes).WithName("ListCauses").WithSummary("Dead letters by rule and cause, the most frequent first").ProducesProblems(OpsProblems.OperationRejected);
        ops.MapGet("/dead-letters/{eventId:guid}", Show).WithName("ShowDeadLetter").WithSummary("An event's dead letters, each with all its tries and the event").ProducesProblems(OpsProblems.DeadLetterNotFound);
        ops.MapPost("/dead-letters/redrive", Redrive).WithName("Redrive").WithSummary("Gives dead letters one more try each")
            .WithDescription("With dryRun it only counts. With a canary so many are redriven first, and the rest only when all of these were heard.").ProducesProblems(OpsProblems.OperationRejected);
        ops.MapPost("/dead-letters/discard", Discard).WithName("Discard").WithSummary("Marks dead letters as never to be handled")
            .WithDescription("With dryRun it only counts. The trail keeps what they said.").ProducesProblems(OpsProblems.OperationRejected);
    }

    private static async Task<Page<DeadLetter>> List([AsParameters] DeadLetterQuery query, PageRequest page, DeadLetters messages, CancellationToken ct)
    {
        var found = await messages.List(query.Filter, page.After<DeadLetterCursor>(), page.Limit + 1, ct);
        return Page.Of(found, page, message => new DeadLetterCursor(message.EventId, message.Module, message.Rule));
    }

    private static async Task<Ok<IReadOnlyList<DeadLetterGroup>>> Causes([AsParameters] DeadLetterQuery query, DeadLetters messages, CancellationToken ct) =>
        TypedResults.Ok(await messages.Groups(query.Filter, ct));

    private static async Task<Results<Ok<IReadOnlyList<DeadLetterView>>, Problem>> Show(Guid eventId, DeadLetters messages, CancellationToken ct) =>
        await messages.Find(eventId, ct) is { Count: > 0 } found
            ? TypedResults.Ok<IReadOnlyList<DeadLetterView>>([.. found.Select(DeadLetterView.Of)])
            : Problem.Of(OpsProblems.DeadLetterNotFound, $"No rule here has given up the event {eventId}.");

    private static Task<Results<Accepted<StartedOperations>, Ok<Matching>, Problem>> Redrive(DeadLettersRequest request, Operator who, DeadLetters messages, CancellationToken ct) =>
        Begin(request, who, messages, messages.Redrive, ct);

    private static Task<Results<Accepted<StartedOperations>, Ok<Matching>, Problem>> Discard(DeadLettersRequest request, Operator who, DeadLetters messages, CancellationToken ct) =>
        Begin(request, who, messages, messages.Discard, ct);

    private static async Task<Results<Accepted<StartedOperations>, Ok<Matching>, Problem>> Begin(
        DeadLettersRequest request, Operator who, DeadLetters messages,
        Func<DeadLetterFilter, BulkOptions, CancellationToken, Task<IReadOnlyList<BulkOperation>>> begin, CancellationToken ct)
    {
        if (request.Filter == new DeadLetterFilter() && !request.All)
            return Problem.Of(OpsProblems.OperationRejected, "The filter is empty. Say which letters are meant, or \"all\": true.");
        if (request.DryRun)
            return TypedResults.Ok(new Matching(await messages.Count(request.Filter, ct)));
        return StartedOperations.Of(await begin(request.Filter, new BulkOptions(who.Name, request.Rate, request.Canary), ct));
    }
}

/// <summary>Which dead letters, in the query.</summary>
internal sealed record DeadLetterQuery(
    string? Module, string? Rule, string? Cause, string? DetailType, string? Subject, string? CorrelationId, Guid? EventId, DateTimeOffset? Since, DateTimeOffset? Until)
{
    public DeadLetterFilter Filter => new()
    {
        Module = Module, Rule = Rule, Cause = Cause, DetailType = DetailType, Subject = Subject, CorrelationId = CorrelationId, EventId = EventId,
        Since = Since?.UtcDateTime, Until = Until?.UtcDateTime,
    };
}

/// <summary>What is to be done to which letters.</summary>
/// <param name="Filter">Which; an empty one wants <paramref name="All"/> as well.</param>
/// <param name="All">That all of them are meant indeed.</param>
/// <param name="DryRun">Only count them.</param>
/// <param name="Canary">So many first, and the rest only when these were heard.</param>
/// <param name="Rate">A second at the most.</param>
internal sealed record DeadLettersRequest(DeadLetterFilter Filter, bool All = false, bool DryRun = false, int Canary = 0, int? Rate = null);

/// <summary>How many are meant; nothing was changed.</summary>
internal sealed record Matching(long Count);

/// <summary>A dead letter with its tries and its event.</summary>
internal sealed record DeadLetterView(DeadLetter DeadLetter, IReadOnlyList<FailedAttempt> Attempts, System.Text.Json.JsonElement Event)
{
    public static DeadLetterView Of(DeadLetterDetails story) => new(story.DeadLetter, story.Attempts, Json.Of(story.Event));
}
