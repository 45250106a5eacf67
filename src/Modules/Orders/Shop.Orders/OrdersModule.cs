using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Catalog.Contracts;
using Shop.Inventory.Contracts;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;
using Shop.Web;

namespace Shop.Orders;

/// <summary>
/// Accepts orders and drives each through stock, review, payment, shipping and returns. Holds its own copies of prices and stock.
/// </summary>
public sealed class OrdersModule : IModule
{
    /// <inheritdoc/>
    public string Name => "orders";

    /// <inheritdoc/>
    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<OrdersDb>();
        module.Publishes(typeof(OrderCreated).Assembly);

        module.On<ProductListed>("update-price-on-listed").Do<UpdatePrices>();
        module.On<ProductChanged>("update-name-on-changed").Do<UpdatePrices>();
        module.On<ProductPriceChanged>("update-price-on-changed").Do<UpdatePrices>();
        module.On<ProductWithdrawn>("update-price-on-withdrawn").Do<UpdatePrices>();

        module.On<InventoryReserved>("advance-on-reserved").Do<AdvanceOrder>();
        module.On<InventoryReservationFailed>("advance-on-reservation-failed").Do<AdvanceOrder>();
        module.On<FraudCheckPassed>("advance-on-fraud-check-passed").Do<AdvanceOrder>();
        module.On<FraudCheckFailed>("advance-on-fraud-check-failed").Do<AdvanceOrder>();
        module.On<PaymentProcessed>("advance-on-payment").Do<AdvanceOrder>();
        module.On<PaymentFailed>("advance-on-payment-failed").Do<AdvanceOrder>();
        module.On<FraudReviewRequested>("advance-on-fraud-review-requested").Do<AdvanceOrder>();
        module.On<OrderShipped>("advance-on-shipped").Do<AdvanceOrder>();
        module.On<OrderDelivered>("advance-on-delivered").Do<AdvanceOrder>();

        module.On<PaymentCaptured>("follow-capture").Do<FollowPayment>();
        module.On<PaymentVoided>("follow-void").Do<FollowPayment>();
        module.On<PaymentRefunded>("follow-refund").Do<FollowPayment>();

        // Failures of the price and stock copies and of webhooks do not hold an order.
        module.On<EventDeliveryFailed>("hold-on-delivery-failure")
              .Where(failure => failure.Subject, Is.StartingWith("ORD-"))
              .Where(failure => failure.Module, Is.OneOf("orders", "inventory", "payments", "shipping"))
              .Where(failure => failure.Rule, Is.NotStartingWith("update-", "queue-webhooks-"))
              .Do<HoldOrder>();

        module.UseReconciliation<ReconcileOrders>();
        module.Recurring<EnforceDeadlines>("enforce-deadlines", "*/10 * * * * *");
        module.Recurring<PurgeOldResponses>("purge-old-responses", "0 45 3 * * *");

        // Each registers its own rules, jobs and endpoints.
        Checkout.AddTo(module);
        OrderWebhooks.AddTo(module);

        module.Services.AddSingleton(module.Configuration.GetSection("Deadlines").Get<Deadlines>() ?? new Deadlines());
        module.Services.AddSingleton<OrderFollowers>().AddSingleton<InFlightKeys>().AddSingleton<PriceList>().AddSingleton<OrderWriter>();
        module.Services.AddScoped<OrderStateMachine>().AddScoped<IdempotentOrders>();
        module.Services.AddHttpContextAccessor().AddProblemCodes(typeof(OrdersProblems));

        module.Endpoints(PlaceOrderEndpoint.Map);
        module.Endpoints(GetOrderEndpoint.Map);
        module.Endpoints(ListOrdersEndpoint.Map);
        module.Endpoints(CancelOrderEndpoint.Map);
        module.Endpoints(OrderStreamEndpoint.Map);
        module.Endpoints(OrderTimelineEndpoint.Map);
        module.Endpoints(OperateOrderEndpoints.Map);
        module.Endpoints(RequestReturnEndpoint.Map);
        module.Endpoints(ReadReturnsEndpoints.Map);
        module.Endpoints(DecideReturnEndpoints.Map);
    }
}
