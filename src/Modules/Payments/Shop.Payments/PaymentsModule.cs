using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Messaging;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;

namespace Shop.Payments;

/// <summary>Charges orders, gives back what was charged for cancelled ones, and reviews large ones for fraud.</summary>
public sealed class PaymentsModule : IModule
{
    /// <inheritdoc/>
    public string Name => "payments";

    /// <inheritdoc/>
    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<PaymentsDb>();
        module.Says(typeof(PaymentProcessed).Assembly);

        // Both hear Payment Requested: what is asked for is written down in the transaction that keeps the call, before the call is made.
        module.On<PaymentRequested>("expect-payment").Do<ExpectPayment>();
        module.On<PaymentRequested>("charge-order").Do<ChargeOrder>();
        module.On<OrderCancelled>("take-back-payment").Do<TakeBackPayment>();
        module.On<RefundRequested>("issue-refund").Do<IssueRefund>();

        module.On<OrderCreated>("review-large-orders")
              .Where(order => order.TotalAmount, Is.AtLeast(1000))
              .Retrying(attempts: 3, maxAge: TimeSpan.FromHours(1))
              .Do<ReviewLargeOrder>();

        module.AuditedBy<AuditPayments>();

        var sandbox = module.Configuration.GetSection("Sandbox").Get<SandboxOptions>() ?? new SandboxOptions();
        module.Services.AddSingleton<IPaymentGateway>(services => new SandboxGateway(
            services.GetRequiredService<Modules>()[Name].Store, sandbox, services.GetRequiredService<TimeProvider>()));
        module.Services.AddSingleton(module.Configuration.GetSection("Fraud").Get<FraudPolicy>() ?? new FraudPolicy());
    }
}
