using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Orders;

/// <summary>What an operator may do to an order.</summary>
internal static class OperateOrderEndpoints
{
    private const int Tries = 5;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ops/orders/{id}/resume", Resume)
            .WithName("ResumeOrder").WithTags("Operations")
            .WithSummary("Lets a held order wait on, with a new deadline")
            .WithDescription("Redrive what it waits for first: POST /ops/dead-letters/redrive with the order as subject.")
            .ProducesProblems(OrdersProblems.NotFound, OrdersProblems.NotHeld);
        routes.MapPost("/ops/orders/{id}/cancel", Cancel)
            .WithName("CancelOrderForCustomer").WithTags("Operations")
            .WithSummary("Cancels an order in its customer's place")
            .WithDescription("Stock and money are given back soon after.")
            .ProducesProblems(OrdersProblems.NotFound, OrdersProblems.NotCancellable, OrdersProblems.Shipped);
    }

    private static Task<Results<Ok<OrderView>, Problem>> Resume(
        string id, Operator who, OrdersDb db, OrderStateMachine stateMachine, CancellationToken ct) =>
        Change(id, who, "resume-order", order => stateMachine.Resume(order) ? null : OrdersProblems.NotHeld, db, ct);

    private static Task<Results<Ok<OrderView>, Problem>> Cancel(
        string id, Operator who, OrdersDb db, OrderStateMachine stateMachine, CancellationToken ct) =>
        Change(id, who, "cancel-order", order => stateMachine.Fire(order, new OperatorCancels()) ? null : OrdersProblems.WhyNotCancellable(order), db, ct);

    /// <summary>Changes the order and notes who did, together; once more when the order took a step meanwhile.</summary>
    private static async Task<Results<Ok<OrderView>, Problem>> Change(
        string id, Operator who, string action, Func<Order, ProblemCode?> change, OrdersDb db, CancellationToken ct)
    {
        for (var tried = 1; ; tried++)
        {
            if (await db.Orders.SingleOrDefaultAsync(order => order.Id == id, ct) is not { } order)
                return GetOrderEndpoint.Missing(id);
            var before = Words(order);
            if (change(order) is { } refused)
                return Problem.Of(refused, $"{id} is {before}.");
            try
            {
                await db.SaveWithAudit(who.Name, action, $"{id}: {before}", $"{id}: {Words(order)}", ct);
                return TypedResults.Ok(OrderView.Of(order));
            }
            catch (DbUpdateConcurrencyException) when (tried < Tries)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private static string Words(Order order) => $"{order.Status.ToString().ToLowerInvariant()} ({order.StatusReason ?? order.State.ToString()})";
}
