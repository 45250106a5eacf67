using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shop.Web;

namespace Shop.Orders;

/// <summary>Changes carts; each change needs the current ETag.</summary>
internal static class ChangeCartEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/v1/carts/{id}/lines/{productId}", Put).WithName("PutCartLine").WithTags("Carts")
            .WithSummary("Adds a product to a cart or changes its quantity")
            .WithDescription("Only a product that is on sale in the cart's currency can be put into it.")
            .ProducesProblems(CartProblems.NotFound, CartProblems.CheckedOut, OrdersProblems.NotOffered)
            .ProducesHeader(StatusCodes.Status200OK, "ETag");
        routes.MapDelete("/v1/carts/{id}/lines/{productId}", Remove).WithName("RemoveCartLine").WithTags("Carts")
            .WithSummary("Removes a product from a cart")
            .WithDescription("Removing a product that is not in the cart succeeds too.")
            .ProducesProblems(CartProblems.NotFound, CartProblems.CheckedOut)
            .ProducesHeader(StatusCodes.Status200OK, "ETag");
        routes.MapPut("/v1/carts/{id}/customer", TakeOver).WithName("TakeOverCart").WithTags("Carts")
            .WithSummary("Assigns a guest's cart to a customer")
            .WithDescription("A customer's own cart stays as it is; another customer's cannot be taken over.")
            .ProducesProblems(CartProblems.NotFound, CartProblems.CheckedOut, CartProblems.Taken)
            .ProducesHeader(StatusCodes.Status200OK, "ETag");
    }

    private static async Task<Results<Ok<CartView>, Problem>> Put(
        string id, string productId, CartLineRequest request, IfMatch seen, Carts carts, PriceList prices, OrdersDb db,
        CancellationToken ct)
    {
        var broken = new BrokenRules();
        broken.Unless(request.Quantity is >= 1 and <= PlaceOrderRules.MaxQuantity, "/quantity", "quantity_out_of_range",
            $"A quantity is a whole number from 1 to {PlaceOrderRules.MaxQuantity}.");
        if (broken.Any)
            return broken.ToProblem();

        var product = (await prices.Read([productId], db, ct)).GetValueOrDefault(productId);
        return await carts.Change(id, seen, cart =>
        {
            if (QuoteNote.Of(productId, product, [cart.Currency]).FirstOrDefault() is { } note)
                return Problem.Of(OrdersProblems.NotOffered, BrokenRule.InParameter("productId", note.Code, note.Detail));
            cart.Put(productId, request.Quantity);
            return cart.Lines.Count <= PlaceOrderRules.MaxItems ? null : Problem.Of(WebProblems.InvalidRequest, BrokenRule.InParameter(
                "productId", "items_count_out_of_range", $"A cart has at most {PlaceOrderRules.MaxItems} items."));
        }, ct);
    }

    private static Task<Results<Ok<CartView>, Problem>> Remove(
        string id, string productId, IfMatch seen, Carts carts, CancellationToken ct) =>
        carts.Change(id, seen, cart =>
        {
            cart.Remove(productId);
            return null;
        }, ct);

    private static async Task<Results<Ok<CartView>, Problem>> TakeOver(
        string id, TakeOverCartRequest request, IfMatch seen, Carts carts, CancellationToken ct)
    {
        var broken = new BrokenRules();
        PlaceOrderRules.CheckCustomerId(request.CustomerId, broken);
        if (broken.Any)
            return broken.ToProblem();
        return await carts.Change(id, seen, cart =>
        {
            if (cart.CustomerId is { } owner && owner != request.CustomerId)
                return Problem.Of(CartProblems.Taken, $"The cart {id} is not a guest's.");
            cart.AssignTo(request.CustomerId);
            return null;
        }, ct);
    }
}
