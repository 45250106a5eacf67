using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Orders;

internal static class CheckOutEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/carts/{id}/checkout", Handle)
        .WithName("CheckOut").WithTags("Carts")
        .WithSummary("Checks out a cart")
        .WithDescription("Same rules and response as POST /v1/orders. A cart can be checked out once, at the prices its ETag stands for.")
        .ProducesProblems(CartProblems.NotFound, CartProblems.CheckedOut, OrdersProblems.NotOffered)
        .ProducesHeader(StatusCodes.Status202Accepted, "Retry-After");

    private static async Task<Results<Accepted<PlaceOrderResponse>, Problem>> Handle(
        string id, CheckOutRequest request, IdempotencyKey key, IfMatch seen, Carts carts, IdempotentOrders idempotent,
        OrderStateMachine stateMachine, TimeProvider clock, CancellationToken ct)
    {
        if (await carts.Find(id, ct) is not { } cart)
            return Carts.Missing(id);
        var order = cart.ToOrder(request.Email, request.ShippingAddress, request.PaymentToken);
        if (PlaceOrderRules.Broken(order) is { Any: true } broken)
            return broken.ToProblem();
        try
        {
            // A retry with the same key must return the order even though the cart's ETag has changed, so the key is checked first.
            return await idempotent.Execute(
                key, order,
                async () =>
                {
                    // Read once, so the ETag and the order use the same prices.
                    var offered = await carts.Offered(cart, ct);
                    return Carts.CheckChange(cart, seen, offered) is { } problem
                        ? (null, problem) : PlaceOrderEndpoint.Make(order, offered, stateMachine, clock);
                },
                (made, stored) => carts.SaveOrder(cart, made, stored, ct), ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await carts.ChangedMeanwhile(id, ct);
        }
    }
}
