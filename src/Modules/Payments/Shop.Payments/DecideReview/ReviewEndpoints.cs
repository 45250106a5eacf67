using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Payments.Contracts;
using Shop.Web;

namespace Shop.Payments;

/// <summary>Operators list fraud reviews and decide unclear ones here.</summary>
internal static class ReviewEndpoints
{
    public const int MaxReasonLength = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ops/payments/reviews", List)
            .WithName("ListFraudReviews").WithTags("Operations")
            .WithSummary("Lists fraud reviews of large orders, newest first")
            .WithDescription("With verdict=unclear, only those that wait for a decision.")
            .ProducesProblems(WebProblems.InvalidRequest);
        routes.MapPost("/ops/payments/reviews/{orderId}/accept", Accept)
            .WithName("AcceptFraudReview").WithTags("Operations")
            .WithSummary("Accepts an unclear review: the order is charged")
            .WithDescription("The decision and the operator are recorded in the audit log.")
            .ProducesProblems(PaymentsProblems.ReviewNotFound, PaymentsProblems.ReviewDecided);
        routes.MapPost("/ops/payments/reviews/{orderId}/refuse", Refuse)
            .WithName("RefuseFraudReview").WithTags("Operations")
            .WithSummary("Refuses an unclear review: the order is cancelled")
            .WithDescription("The decision, its reason and the operator are recorded in the audit log.")
            .ProducesProblems(PaymentsProblems.ReviewNotFound, PaymentsProblems.ReviewDecided, WebProblems.InvalidRequest);
    }

    private static async Task<Page<ReviewView>> List(PageRequest page, PaymentsDb db, CancellationToken ct,
        [Description("passed, refused, unclear or closed.")] Choice<FraudVerdict>? verdict = null)
    {
        var reviews = db.FraudReviews.AsNoTracking();
        if (verdict is { Value: var wanted })
            reviews = reviews.Where(review => review.Verdict == wanted);
        if (page.After<string>() is { } last)
            reviews = reviews.Where(review => string.Compare(review.OrderId, last) < 0);
        var rows = await reviews.OrderByDescending(review => review.OrderId).Take(page.Limit + 1).ToListAsync(ct);
        return Page.Of(rows, page, review => review.OrderId, ReviewView.Of);
    }

    private static Task<Results<Ok<ReviewView>, Problem>> Accept(
        string orderId, Operator who, PaymentsDb db, TimeProvider clock, CancellationToken ct) =>
        Decide(orderId, FraudVerdict.Passed, null, _ => new FraudCheckPassed(orderId), who, db, clock, ct);

    private static async Task<Results<Ok<ReviewView>, Problem>> Refuse(
        string orderId, RefuseReviewRequest request, Operator who, PaymentsDb db, TimeProvider clock,
        CancellationToken ct)
    {
        var broken = new BrokenRules();
        broken.Unless(PeopleText.IsText(request.Reason, MaxReasonLength), "/reason", "reason_invalid",
            $"A reason has 1–{MaxReasonLength} characters, at least one of them visible.");
        return broken.Any
            ? broken.ToProblem()
            : await Decide(
                orderId, FraudVerdict.Refused, request.Reason, review => new FraudCheckFailed(orderId, review.Reasons), who, db,
                clock, ct);
    }

    /// <summary>Decides, publishes the event and writes the audit log in one transaction.</summary>
    private static async Task<Results<Ok<ReviewView>, Problem>> Decide(
        string orderId, FraudVerdict verdict, string? reason, Func<FraudReview, IEvent> publishes,
        Operator who, PaymentsDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.FraudReviews.SingleOrDefaultAsync(review => review.OrderId == orderId, ct) is not { } review)
            return Problem.Of(PaymentsProblems.ReviewNotFound, $"There is no fraud review of {orderId}.");
        if (!review.Decide(verdict, reason, who.Name, clock.GetUtcNow().UtcDateTime))
            return Decided(orderId, $"is {review.Verdict.ToString().ToLowerInvariant()}");
        db.Publish(publishes(review));
        try
        {
            await db.SaveWithAudit(who.Name, "decide-fraud-review", $"{orderId}: unclear",
                $"{orderId}: {verdict.ToString().ToLowerInvariant()}", ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Decided(orderId, "was just decided by another operator");
        }
        return TypedResults.Ok(ReviewView.Of(review));
    }

    private static Problem Decided(string orderId, string how) =>
        Problem.Of(PaymentsProblems.ReviewDecided, $"The review of {orderId} {how}.");
}

/// <summary>The reason of a refusal.</summary>
/// <param name="Reason">Stored with the review.</param>
internal sealed record RefuseReviewRequest(
    [property: StringLength(ReviewEndpoints.MaxReasonLength, MinimumLength = 1)] string Reason);

/// <summary>A fraud review as an operator sees it.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Verdict">passed, refused, unclear (waits for a decision) or closed (the order was cancelled first).</param>
/// <param name="Reasons">The reasons.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Country">The destination country.</param>
/// <param name="Total">Minor units.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="ReviewedAt">UTC.</param>
/// <param name="DecidedBy">The operator; null when the rules decided.</param>
/// <param name="DecidedAt">UTC.</param>
internal sealed record ReviewView(
    string OrderId, FraudVerdict Verdict, IReadOnlyList<string> Reasons, string CustomerId, string Country, long Total, string Currency,
    DateTime? ReviewedAt, string? DecidedBy, DateTime? DecidedAt)
{
    public static ReviewView Of(FraudReview review) => new(
        review.OrderId, review.Verdict, review.Reasons, review.CustomerId, review.Country, review.Total, review.Currency,
        review.ReviewedAt, review.DecidedBy, review.DecidedAt);
}
