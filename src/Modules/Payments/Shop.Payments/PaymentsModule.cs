using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;
using Shop.Web;

namespace Shop.Payments;

/// <summary>
/// Authorises payments, captures them on shipment, voids or refunds them for cancellations and returns, and reviews large orders for fraud.
/// </summary>
public sealed class PaymentsModule : IModule
{
    /// <inheritdoc/>
    public string Name => "payments";

    /// <inheritdoc/>
    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<PaymentsDb>();
        module.Publishes(typeof(PaymentProcessed).Assembly);

        module.On<PaymentRequested>("charge-order").Do<AuthorisePayment>();
        module.On<OrderShipped>("capture-payment").Do<CapturePayment>();
        module.On<OrderCancelled>("cancel-payment").Do<CancelPayment>();
        module.On<ReturnAccepted>("request-refund").Do<RequestRefund>();
        module.On<RefundRequested>("issue-refund").Do<VoidOrRefund>();

        module.On<OrderCreated>("review-large-orders")
              .Where(order => order.TotalAmount, Is.AtLeast(1000))
              .Retrying(attempts: 3, maxAge: TimeSpan.FromHours(1))
              .Do<ReviewLargeOrder>();
        module.On<OrderCancelled>("close-review")
              .Where(order => order.TotalAmount, Is.AtLeast(1000))
              .Do<CloseReview>();

        module.UseReconciliation<ReconcilePayments>();
        module.Endpoints(ReviewEndpoints.Map);
        module.Services.AddProblemCodes(typeof(PaymentsProblems));
        module.Services.AddSingleton((module.Configuration.GetSection("Fraud").Get<FraudPolicy>() ?? new FraudPolicy()).Validated());
        AddGateway(module);
    }

    private static void AddGateway(ModuleBuilder module)
    {
        var gateway = module.Configuration.GetSection("Gateway").Get<GatewayOptions>();
        if (gateway?.Url is not null)
        {
            module.Services.AddHttpGateway(gateway.Validated());
            return;
        }
        var sandbox = module.Configuration.GetSection("Sandbox").Get<SandboxOptions>() ?? new SandboxOptions();
        module.Services.AddSingleton<IPaymentGateway>(services => new SandboxGateway(
            services.GetRequiredService<IModuleStorage<PaymentsDb>>(), sandbox, services.GetRequiredService<TimeProvider>()));
    }
}
