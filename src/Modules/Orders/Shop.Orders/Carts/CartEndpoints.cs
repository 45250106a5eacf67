using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shop.Web;

namespace Shop.Orders;

/// <summary>Creates, reads and prices carts.</summary>
internal static class CartEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/carts", Create).WithName("CreateCart").WithTags("Carts")
            .WithSummary("Creates a cart")
            .WithDescription("Without customerId it is a guest's cart. The id is unguessable and grants access to the cart.")
            .ProducesProblems(OrdersProblems.NotOffered)
            .ProducesHeader(StatusCodes.Status201Created, "ETag");
        routes.MapGet("/v1/carts/{id}", Get).WithName("GetCart").WithTags("Carts")
            .WithSummary("Returns a cart at current prices")
            .WithDescription(
                "Send its ETag in If-Match with each change. The ETag also changes with the prices, so a customer never checks out at a "
                + "price they have not seen.")
            .ProducesProblems(CartProblems.NotFound);
        routes.MapPost("/v1/carts/{id}/quote", QuoteCart).WithName("QuoteCart").WithTags("Carts")
            .WithSummary("Returns a cart's total in each currency, and the items that cannot be ordered")
            .WithDescription("Read-only. Only an order reserves stock, so availability is as of now.")
            .ProducesProblems(CartProblems.NotFound);
        routes.MapPost("/v1/quotes", QuoteItems).WithName("QuoteItems").WithTags("Carts")
            .WithSummary("Returns the total of items in each currency, and those that cannot be ordered")
            .WithDescription("Read-only. Only an order reserves stock, so availability is as of now.");
    }

    private static async Task<Results<Created<CartView>, Problem>> Create(
        CreateCartRequest request, Carts carts, PriceList prices, OrdersDb db, HttpContext http, CancellationToken ct)
    {
        if (CartRules.Broken(request) is { Any: true } broken)
            return broken.ToProblem();
        var items = request.Items ?? [];
        if (CartRules.Broken(
            items, request.Currency, await prices.Read(items.Select(item => item.ProductId), db, ct)) is { Any: true } missing)
            return missing.ToProblem(OrdersProblems.NotOffered);

        var cart =
            await carts.Create(
            request.Currency, request.CustomerId, [.. items.Select(item => new CartLine(item.ProductId, item.Quantity))], ct);
        return TypedResults.Created($"/v1/carts/{cart.Id}", http.Tagged(await carts.Show(cart, ct)));
    }

    private static async Task<Results<Tagged<CartView>, Problem>> Get(string id, Carts carts, CancellationToken ct) =>
        await carts.Find(id, ct) is { } cart ? Tagged.Of(await carts.Show(cart, ct)) : Carts.Missing(id);

    private static async Task<Results<Ok<Quote>, Problem>> QuoteCart(string id, Carts carts, Quotes quotes, CancellationToken ct) =>
        await carts.Find(id, ct) is { } cart ? TypedResults.Ok(await quotes.Of(cart.Lines, ct)) : Carts.Missing(id);

    private static async Task<Results<Ok<Quote>, Problem>> QuoteItems(QuoteRequest request, Quotes quotes, CancellationToken ct)
    {
        var broken = new BrokenRules();
        PlaceOrderRules.Check(request.Items, broken);
        return broken.Any
            ? broken.ToProblem()
            : TypedResults.Ok(await quotes.Of([.. request.Items.Select(item => new CartLine(item.ProductId, item.Quantity))], ct));
    }
}
