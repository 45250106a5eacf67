using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Web;
using Begun = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Accepted<Shop.Host.Ops.StartedOperations>,
        Microsoft.AspNetCore.Http.HttpResults.Ok<Shop.Host.Ops.Matching>, Shop.Web.Problem>;

namespace Shop.Host.Ops;

/// <summary>Lists, shows, redrives and discards dead letters.</summary>
internal static class DeadLettersApi
{
    public static void Map(RouteGroupBuilder ops)
    {
        ops.MapGet("/dead-letters", List).WithName("ListDeadLetters")
            .WithSummary("Lists dead letters, newest first.")
            .WithDescription("A dead letter is an event that a rule could not handle. The filters are combined.")
            .ProducesProblems(OpsProblems.OperationRejected);
        ops.MapGet("/dead-letters/causes", Causes).WithName("ListCauses")
            .WithSummary("Counts dead letters by rule and cause, the most frequent first.")
            .WithDescription("Start here when there are many: one cause is often one bug.")
            .ProducesProblems(OpsProblems.OperationRejected);
        ops.MapGet("/dead-letters/{eventId}", Show).WithName("ShowDeadLetter")
            .WithSummary("Shows an event's dead letters, each with its attempts and the event.")
            .WithDescription("One for each rule that could not handle it.")
            .ProducesProblems(OpsProblems.DeadLetterNotFound);
        ops.MapPost("/dead-letters/redrive", Redrive).WithName("Redrive")
            .WithSummary("Redrives dead letters: each gets one more attempt.")
            .WithDescription("With `dryRun` it only counts them. "
                + "With a `canary` it redrives that many first, and the rest only after all of these were handled.")
            .ProducesProblems(OpsProblems.OperationRejected);
        ops.MapPost("/dead-letters/discard", Discard).WithName("Discard")
            .WithSummary("Discards dead letters: they are never handled.")
            .WithDescription("With `dryRun` it only counts them. The audit log keeps a copy of each.")
            .ProducesProblems(OpsProblems.OperationRejected);
    }

    private static async Task<Page<DeadLetter>> List(
        [AsParameters] DeadLetterQuery query, PageRequest page, DeadLetters deadLetters, CancellationToken ct)
    {
        var found = await deadLetters.List(query.Filter, page.After<DeadLetterCursor>(), page.Limit + 1, ct);
        return Page.Of(found, page, deadLetter => new DeadLetterCursor(deadLetter.EventId, deadLetter.Module, deadLetter.Rule));
    }

    private static async Task<Page<DeadLetterGroup>> Causes(
        [AsParameters] DeadLetterQuery query, DeadLetters deadLetters, CancellationToken ct) =>
        new(await deadLetters.Groups(query.Filter, ct), null);

    private static async Task<Results<Page<DeadLetterDetails>, Problem>> Show(string eventId, DeadLetters deadLetters, CancellationToken ct) =>
        Guid.TryParse(eventId, out var id) && await deadLetters.Find(id, ct) is { Count: > 0 } found
            ? new Page<DeadLetterDetails>(found, null)
            : Problem.Of(OpsProblems.DeadLetterNotFound, $"The event {eventId} is no dead letter here.");

    private static Task<Begun> Redrive(DeadLettersRequest request, Operator who, DeadLetters deadLetters, CancellationToken ct) =>
        Begin(request, who, deadLetters, deadLetters.Redrive, ct);

    private static Task<Begun> Discard(DeadLettersRequest request, Operator who, DeadLetters deadLetters, CancellationToken ct) =>
        Begin(request, who, deadLetters, deadLetters.Discard, ct);

    private static async Task<Begun> Begin(
        DeadLettersRequest request, Operator who, DeadLetters deadLetters,
        Func<DeadLetterFilter, BulkOptions, CancellationToken, Task<IReadOnlyList<BulkOperation>>> begin, CancellationToken ct)
    {
        if (request.Filter == new DeadLetterFilter() && !request.All)
            return Problem.Of(
                OpsProblems.OperationRejected, "The filter is empty. Name which dead letters to change, or set \"all\": true.");
        if (request.DryRun)
            return TypedResults.Ok(new Matching(await deadLetters.Count(request.Filter, ct)));
        return StartedOperations.Of(await begin(request.Filter, new BulkOptions(who.Name, request.Rate, request.Canary), ct));
    }
}

/// <summary>Selects dead letters by the query.</summary>
/// <param name="Module">The module whose rule could not handle them.</param>
/// <param name="Rule">The rule's name.</param>
/// <param name="Cause">The exception's type and its first own frame, as the list of causes shows it.</param>
/// <param name="DetailType">The event's detail-type: <c>Payment Requested</c>.</param>
/// <param name="Subject">What the event is about: an order, a product.</param>
/// <param name="CorrelationId">The request that the event follows from.</param>
/// <param name="EventId">The event.</param>
/// <param name="Since">Those that became dead letters at this time or later.</param>
/// <param name="Until">Those that became dead letters before this time.</param>
internal sealed record DeadLetterQuery(
    string? Module, string? Rule, string? Cause, string? DetailType, string? Subject, string? CorrelationId, Guid? EventId, UtcTime? Since,
    UtcTime? Until)
{
    public DeadLetterFilter Filter => new()
    {
        Module = Module, Rule = Rule, Cause = Cause, DetailType = DetailType, Subject = Subject, CorrelationId = CorrelationId, EventId = EventId,
        Since = Since?.Value, Until = Until?.Value,
    };
}

/// <summary>Which dead letters to change, and how fast.</summary>
/// <param name="Filter">Selects them; an empty filter needs <paramref name="All"/>.</param>
/// <param name="All">Confirms that an empty filter means all of them.</param>
/// <param name="DryRun">Only counts them.</param>
/// <param name="Canary">Redrives this many first, and the rest only after all of these were handled.</param>
/// <param name="Rate">At most this many a second.</param>
internal sealed record DeadLettersRequest(DeadLetterFilter Filter, bool All = false, bool DryRun = false, int Canary = 0, int? Rate = null);

/// <summary>How many items the request selects; nothing was changed.</summary>
/// <param name="Count">How many.</param>
internal sealed record Matching(long Count);
