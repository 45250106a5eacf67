using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Orders;

internal static class RequestReturnEndpoint
{
    private const int MaxAttempts = 5;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/orders/{id}/returns", Handle)
        .WithName("RequestReturn").WithTags("Orders")
        .WithSummary("Requests a return of items of a delivered order")
        .WithDescription("An operator accepts or refuses it. The price of an accepted return is refunded.")
        .ProducesProblems(
            WebProblems.InvalidRequest, OrdersProblems.NotFound, OrdersProblems.NotReturnable, OrdersProblems.ItemsNotReturnable,
            IdempotencyProblems.KeyReused);

    private static async Task<Results<Created<ReturnView>, Problem>> Handle(
        string id, RequestReturnRequest request, IdempotencyKey key, OrdersDb db, OrderStateMachine stateMachine, HttpContext http,
        TimeProvider clock, CancellationToken ct)
    {
        if (RequestReturnRules.Broken(request) is { Any: true } broken)
            return broken.ToProblem();
        for (var attempt = 1; ; attempt++)
        {
            if (await db.Orders.SingleOrDefaultAsync(order => order.Id == id, ct) is not { } order)
                return GetOrderEndpoint.Missing(id);
            var (stored, fingerprint) = (key.Of(order.CustomerId), key.FingerprintOf(request));
            if (await db.Returns.SingleOrDefaultAsync(back => back.IdempotencyKey == stored, ct) is { } known)
                return Replayed(known, fingerprint, http);
            if (order.State != OrderState.Delivered)
                return NotReturnable(order);
            if (RequestReturnRules.Broken(request, order) is { Any: true } tooMuch)
                return tooMuch.ToProblem(OrdersProblems.ItemsNotReturnable);

            var back = Return(request, order, stored, fingerprint, clock.GetUtcNow());
            foreach (var item in back.Items)
                order.CountReturned(item.ProductId, claimed: item.Quantity, accepted: 0);
            stateMachine.NotifyFollowers(order);
            db.Add(back);
            db.Publish(back.Requested(order));
            try
            {
                await db.SaveChangesAsync(ct);
                return TypedResults.Created(Location(back), ReturnView.Of(back));
            }
            catch (DbUpdateException) when (attempt < MaxAttempts)
            {
                // The order changed in the meantime, or the same key arrived twice at once: reload and retry.
                db.ChangeTracker.Clear();
            }
        }
    }

    private static string Location(OrderReturn back) => $"/v1/orders/{back.OrderId}/returns/{back.ReturnId}";

    private static Results<Created<ReturnView>, Problem> Replayed(OrderReturn known, string fingerprint, HttpContext http)
    {
        if (known.Fingerprint != fingerprint)
            return IdempotencyProblems.Reused();
        http.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        return TypedResults.Created(Location(known), ReturnView.Of(known));
    }

    private static Problem NotReturnable(Order order) => Problem.Of(OrdersProblems.NotReturnable, order.State switch
    {
        OrderState.Completed => $"{order.Id} could be returned until it was completed.",
        OrderState.Cancelled => $"{order.Id} is cancelled: there is nothing to return.",
        _ => $"{order.Id} has not been delivered yet. It can be returned after delivery, or cancelled until it ships.",
    }).Allowing(order.AllowedActions);

    private static OrderReturn Return(RequestReturnRequest request, Order order, string key, string fingerprint, DateTimeOffset now)
    {
        var items = request.Items
            .Select(item => new ReturnLine(
                item.ProductId, item.Quantity, order.Lines.Single(line => line.ProductId == item.ProductId).Price))
            .ToList();
        return new OrderReturn
        {
            ReturnId = OrderId.Timed("RET-", now),
            OrderId = order.Id,
            Items = items,
            Amount = items.Sum(item => item.Price * item.Quantity),
            Currency = order.Currency,
            Reason = request.Reason,
            RequestedAt = now.UtcDateTime,
            IdempotencyKey = key,
            Fingerprint = fingerprint,
        };
    }
}
