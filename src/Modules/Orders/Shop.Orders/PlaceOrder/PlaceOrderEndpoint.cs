using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shop.Events;
using Shop.Web;

namespace Shop.Orders;

internal static class PlaceOrderEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/orders", Handle)
        .WithName("PlaceOrder").WithTags("Orders")
        .WithSummary("Places an order")
        .WithDescription("Accepts the order at once and confirms or cancels it shortly after, once stock, review and payment are decided.")
        .ProducesProblems(
            WebProblems.InvalidRequest, OrdersProblems.NotOffered, IdempotencyProblems.KeyInUse, IdempotencyProblems.KeyReused)
        .ProducesHeader(StatusCodes.Status202Accepted, "Retry-After");

    private static Task<Results<Accepted<PlaceOrderResponse>, Problem>> Handle(
        PlaceOrderRequest request, IdempotencyKey key, IdempotentOrders idempotent, PriceList prices, OrdersDb db,
        OrderStateMachine stateMachine, TimeProvider clock, CancellationToken ct)
    {
        var broken = PlaceOrderRules.Broken(request);
        return broken.Any
            ? Task.FromResult<Results<Accepted<PlaceOrderResponse>, Problem>>(broken.ToProblem())
            : idempotent.Execute(
                key, request, async () =>
                    Make(request, await prices.Read(request.Items.Select(item => item.ProductId), db, ct), stateMachine, clock), ct);
    }

    /// <summary>Builds the order, or returns why not; saves nothing.</summary>
    public static (Order?, Problem?) Make(
        PlaceOrderRequest request, IReadOnlyDictionary<string, OfferedProduct> products, OrderStateMachine stateMachine, TimeProvider clock)
    {
        if (PlaceOrderRules.Broken(request, products) is { Any: true } broken)
            return (null, broken.ToProblem(OrdersProblems.NotOffered));

        var order = Order(request, products, clock.GetUtcNow());
        stateMachine.Start(order);
        return (order, null);
    }

    private static Order Order(PlaceOrderRequest request, IReadOnlyDictionary<string, OfferedProduct> products, DateTimeOffset now)
    {
        var lines = request.Items
            .Select(item => new OrderLine(
                item.ProductId, products[item.ProductId].Name, item.Quantity, products[item.ProductId].Prices[request.Currency]))
            .ToList();
        return new Order
        {
            Id = OrderId.New(now),
            CustomerId = request.CustomerId,
            Email = request.Email,
            Currency = request.Currency,
            Lines = lines,
            Total = lines.Aggregate(new Money(0), (sum, line) => sum + new Money(line.Price) * line.Quantity).Minor,
            ShippingAddress = request.ShippingAddress,
            PaymentToken = request.PaymentToken,
            PlacedAt = now.UtcDateTime,
        };
    }
}
