using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Orders.Contracts;
using Shop.Shipping.Contracts;
using Shop.Web;

namespace Shop.Orders;

/// <summary>What the module has of webhooks.</summary>
internal static class OrderWebhooks
{
    public static void AddTo(ModuleBuilder module)
    {
        module.On<OrderCreated>("tell-webhooks-of-created").Do<QueueWebhooks>();
        module.On<OrderHeld>("tell-webhooks-of-held").Do<QueueWebhooks>();
        module.On<OrderResumed>("tell-webhooks-of-resumed").Do<QueueWebhooks>();
        module.On<OrderConfirmed>("tell-webhooks-of-confirmed").Do<QueueWebhooks>();
        module.On<OrderCancelled>("tell-webhooks-of-cancelled").Do<QueueWebhooks>();
        module.On<OrderShipped>("tell-webhooks-of-shipped").Do<QueueWebhooks>();
        module.On<OrderDelivered>("tell-webhooks-of-delivered").Do<QueueWebhooks>();
        module.On<OrderCompleted>("tell-webhooks-of-completed").Do<QueueWebhooks>();
        module.On<ReturnRequested>("tell-webhooks-of-return-requested").Do<QueueWebhooks>();
        module.On<ReturnAccepted>("tell-webhooks-of-return-accepted").Do<QueueWebhooks>();
        module.On<ReturnRefused>("tell-webhooks-of-return-refused").Do<QueueWebhooks>();
        module.On<WebhookDeliveryRequested>("deliver-webhook").Do<DeliverWebhook>();
        module.Recurring<PurgeOldDeliveries>("forget-old-deliveries", "0 15 * * * *");

        module.Services.AddSingleton(module.Configuration.GetSection("Webhooks").Get<WebhookSettings>() ?? new WebhookSettings());
        module.Services.AddSingleton<WebhookSecrets>().AddSingleton<WebhookSender>().AddProblemCodes(typeof(WebhookProblems));
        module.Endpoints(WebhookEndpoints.Map);
        module.Endpoints(DeliveryEndpoints.Map);
    }
}
