using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Orders;

internal static class CancelOrderEndpoint
{
    private const int MaxAttempts = 5;
    public const int MaxReasonLength = 500;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/orders/{id}/cancel", Handle)
        .WithName("CancelOrder").WithTags("Orders")
        .WithSummary("Cancels an order")
        .WithDescription(
            "Stock is released and the payment voided or refunded shortly after. Cancelling an order twice returns the same response. "
            + "With If-Match, the order is cancelled only if it has not changed since the client read it. The body with a reason is "
            + "optional.")
        .ProducesProblems(WebProblems.InvalidRequest, OrdersProblems.NotFound, OrdersProblems.NotCancellable, OrdersProblems.Shipped)
        .ProducesHeader(StatusCodes.Status202Accepted, "ETag");

    private static async Task<Results<Accepted<OrderView>, Problem>> Handle(
        string id, CancelOrderRequest? request, IfMatch? seen, OrdersDb db, OrderStateMachine stateMachine, HttpContext http,
        CancellationToken ct)
    {
        if (Broken(request?.Reason) is { Any: true } broken)
            return broken.ToProblem();
        for (var attempt = 1; ; attempt++)
        {
            if (await db.Orders.SingleOrDefaultAsync(order => order.Id == id, ct) is not { } order)
                return GetOrderEndpoint.Missing(id);
            var repeated = order is { State: OrderState.Cancelled, StatusReason: "customer_request" };
            if (!repeated && seen?.Check(OrderView.Of(order)) is { } stale)
                return stale;
            if (!repeated && !stateMachine.Fire(order, new CustomerCancels()))
                return NotCancellable(order);
            if (!repeated)
                order.CancelReason = request?.Reason;
            try
            {
                await db.SaveChangesAsync(ct);
                return TypedResults.Accepted($"/v1/orders/{id}", http.Tagged(OrderView.Of(order)));
            }
            catch (DbUpdateConcurrencyException) when (attempt < MaxAttempts)
            {
                // The order changed in the meantime: reload and retry.
                db.ChangeTracker.Clear();
            }
        }
    }

    private static BrokenRules Broken(string? reason)
    {
        var broken = new BrokenRules();
        broken.Unless(reason is null || PeopleText.IsText(reason, MaxReasonLength), "/reason", "reason_invalid",
            $"A reason has 1–{MaxReasonLength} characters, at least one of them visible, and none that changes the direction of text.");
        return broken;
    }

    private static Problem NotCancellable(Order order) => Problem.Of(OrdersProblems.WhyNotCancellable(order), order.State switch
    {
        OrderState.Shipped => $"{order.Id} shipped at {order.History[^1].At:u}.",
        OrderState.Delivered => $"{order.Id} has been delivered. It can be returned until {order.DeadlineAt:u}.",
        _ => $"{order.Id} is {order.Status.ToString().ToLowerInvariant()}{(order.StatusReason is { } reason ? $" ({reason})" : "")}.",
    }).Allowing(order.AllowedActions);
}

/// <summary>The optional body of a cancellation.</summary>
/// <param name="Reason">The customer's reason.</param>
internal sealed record CancelOrderRequest(
    [property: StringLength(CancelOrderEndpoint.MaxReasonLength, MinimumLength = 1)] string? Reason = null);
