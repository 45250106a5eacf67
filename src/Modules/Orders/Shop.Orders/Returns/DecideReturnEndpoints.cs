using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Web;

namespace Shop.Orders;

/// <summary>Operators accept or refuse returns here.</summary>
internal static class DecideReturnEndpoints
{
    private const int MaxAttempts = 5;
    public const int MaxReasonLength = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ops/returns/{returnId}/accept", Accept)
            .WithName("AcceptReturn").WithTags("Operations")
            .WithSummary("Accepts a return")
            .WithDescription("The items can be sold again, and their price is refunded shortly after.")
            .ProducesProblems(OrdersProblems.ReturnNotFound, OrdersProblems.ReturnDecided);
        routes.MapPost("/ops/returns/{returnId}/refuse", Refuse)
            .WithName("RefuseReturn").WithTags("Operations")
            .WithSummary("Refuses a return")
            .WithDescription("The customer keeps the items, and may request a return of them again.")
            .ProducesProblems(OrdersProblems.ReturnNotFound, OrdersProblems.ReturnDecided, WebProblems.InvalidRequest);
    }

    private static Task<Results<Ok<ReturnView>, Problem>> Accept(
        string returnId, Operator who, OrdersDb db, OrderStateMachine stateMachine, 
        TimeProvider clock, CancellationToken ct) =>
        Decide(returnId, ReturnState.Accepted, null, (back, order) => back.Accepted(order), who, db, stateMachine, clock, ct);

    private static async Task<Results<Ok<ReturnView>, Problem>> Refuse(
        string returnId, RefuseReturnRequest request, Operator who, OrdersDb db, OrderStateMachine stateMachine,
        TimeProvider clock, CancellationToken ct)
    {
        var broken = new BrokenRules();
        broken.Unless(
            PeopleText.IsText(request.Reason, MaxReasonLength), "/reason", "reason_invalid",
            $"A reason has 1–{MaxReasonLength} characters, at least one of them visible. It is sent to the customer.");
        return broken.Any
            ? broken.ToProblem()
            : await Decide(
                returnId, ReturnState.Refused, request.Reason, (back, order) => back.Refused(order), who, db, stateMachine, clock, ct);
    }

    /// <summary>
    /// Decides, updates the order, publishes the event and writes the audit log in one transaction; retries if the order changed in the
    /// meantime.
    /// </summary>
    private static async Task<Results<Ok<ReturnView>, Problem>> Decide(
        string returnId, ReturnState state, string? words, Func<OrderReturn, Order, IEvent> publishes,
        Operator who, OrdersDb db, OrderStateMachine stateMachine, TimeProvider clock,
        CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await db.Returns.SingleOrDefaultAsync(back => back.ReturnId == returnId, ct) is not { } back)
                return ReadReturnsEndpoints.Missing(returnId);
            if (!back.Decide(state, words, who.Name, clock.GetUtcNow().UtcDateTime))
                return Problem.Of(
                    OrdersProblems.ReturnDecided,
                    $"{returnId} was already {back.State.ToString().ToLowerInvariant()} by {back.DecidedBy}.");
            var order = await db.Orders.SingleAsync(order => order.Id == back.OrderId, ct);
            Count(back, order);
            stateMachine.NotifyFollowers(order);
            db.Publish(publishes(back, order));
            try
            {
                await db.SaveWithAudit(who.Name, "decide-return", $"{returnId}: requested",
                    $"{returnId}: {state.ToString().ToLowerInvariant()}", ct);
                return TypedResults.Ok(ReturnView.Of(back));
            }
            catch (DbUpdateConcurrencyException) when (attempt < MaxAttempts)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>Refused quantities can be requested again.</summary>
    private static void Count(OrderReturn back, Order order)
    {
        foreach (var item in back.Items)
        {
            var accepted = back.State == ReturnState.Accepted;
            order.CountReturned(item.ProductId, claimed: accepted ? 0 : -item.Quantity, accepted: accepted ? item.Quantity : 0);
        }
    }
}

/// <summary>Why a return is refused.</summary>
/// <param name="Reason">The reason. It is sent to the customer.</param>
internal sealed record RefuseReturnRequest(
    [property: StringLength(DecideReturnEndpoints.MaxReasonLength, MinimumLength = 1)] string Reason);
