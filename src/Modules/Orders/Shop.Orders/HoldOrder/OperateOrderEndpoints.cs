using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Orders;

/// <summary>Operator actions on orders.</summary>
internal static class OperateOrderEndpoints
{
    private const int MaxAttempts = 5;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ops/orders/{id}/resume", Resume)
            .WithName("ResumeOrder").WithTags("Operations")
            .WithSummary("Resumes an order on hold, with a new deadline")
            .WithDescription("First redrive the event it waits for: POST /ops/dead-letters/redrive with the order as subject.")
            .ProducesProblems(OrdersProblems.NotFound, OrdersProblems.NotHeld);
        routes.MapPost("/ops/orders/{id}/cancel", Cancel)
            .WithName("CancelOrderForCustomer").WithTags("Operations")
            .WithSummary("Cancels an order for the customer")
            .WithDescription("Stock is released and the payment voided or refunded shortly after.")
            .ProducesProblems(OrdersProblems.NotFound, OrdersProblems.NotCancellable, OrdersProblems.Shipped);
    }

    private static Task<Results<Ok<OrderView>, Problem>> Resume(
        string id, Operator who, OrdersDb db, OrderStateMachine stateMachine, CancellationToken ct) =>
        Change(id, who, "resume-order", order => stateMachine.Resume(order) ? null : OrdersProblems.NotHeld, db, ct);

    private static Task<Results<Ok<OrderView>, Problem>> Cancel(
        string id, Operator who, OrdersDb db, OrderStateMachine stateMachine, CancellationToken ct) =>
        Change(id, who, "cancel-order", order => stateMachine.Fire(order, new OperatorCancels())
            ? null : OrdersProblems.WhyNotCancellable(order), db, ct);

    /// <summary>Changes the order and writes the audit log in one transaction; retries if the order changed in the meantime.</summary>
    private static async Task<Results<Ok<OrderView>, Problem>> Change(
        string id, Operator who, string action, Func<Order, ProblemCode?> change, OrdersDb db, 
        CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await db.Orders.SingleOrDefaultAsync(order => order.Id == id, ct) is not { } order)
                return GetOrderEndpoint.Missing(id);
            var before = Describe(order);
            if (change(order) is { } problem)
                return Problem.Of(problem, $"{id} is {before}.");
            try
            {
                await db.SaveWithAudit(who.Name, action, $"{id}: {before}", $"{id}: {Describe(order)}", ct);
                return TypedResults.Ok(OrderView.Of(order));
            }
            catch (DbUpdateConcurrencyException) when (attempt < MaxAttempts)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private static string Describe(Order order) =>
        $"{order.Status.ToString().ToLowerInvariant()} ({order.StatusReason ?? order.State.ToString()})";
}
