using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Orders.Contracts;
using Shop.Shipping.Contracts;
using Shop.Web;

namespace Shop.Orders;

/// <summary>Registers webhooks.</summary>
internal static class OrderWebhooks
{
    public static void AddTo(ModuleBuilder module)
    {
        module.On<OrderCreated>("queue-webhooks-on-created").Do<QueueWebhooks>();
        module.On<OrderHeld>("queue-webhooks-on-held").Do<QueueWebhooks>();
        module.On<OrderResumed>("queue-webhooks-on-resumed").Do<QueueWebhooks>();
        module.On<OrderConfirmed>("queue-webhooks-on-confirmed").Do<QueueWebhooks>();
        module.On<OrderCancelled>("queue-webhooks-on-cancelled").Do<QueueWebhooks>();
        module.On<OrderShipped>("queue-webhooks-on-shipped").Do<QueueWebhooks>();
        module.On<OrderDelivered>("queue-webhooks-on-delivered").Do<QueueWebhooks>();
        module.On<OrderCompleted>("queue-webhooks-on-completed").Do<QueueWebhooks>();
        module.On<ReturnRequested>("queue-webhooks-on-return-requested").Do<QueueWebhooks>();
        module.On<ReturnAccepted>("queue-webhooks-on-return-accepted").Do<QueueWebhooks>();
        module.On<ReturnRefused>("queue-webhooks-on-return-refused").Do<QueueWebhooks>();
        module.On<WebhookDeliveryRequested>("deliver-webhook").Do<DeliverWebhook>();
        module.Recurring<PurgeOldDeliveries>("purge-old-deliveries", "0 15 * * * *");

        module.Services.AddSingleton(module.Configuration.GetSection("Webhooks").Get<WebhookSettings>() ?? new WebhookSettings());
        module.Services.AddSingleton<WebhookSecrets>().AddSingleton<WebhookSender>().AddProblemCodes(typeof(WebhookProblems));
        foreach (var (type, when) in WebhookEvents.When)
            module.Services.AddSingleton(new WebhookDescription(type, "Webhooks", when, typeof(WebhookMessage), WebhookSender.Headers));
        module.Endpoints(WebhookEndpoints.Map);
        module.Endpoints(DeliveryEndpoints.Map);
    }
}
