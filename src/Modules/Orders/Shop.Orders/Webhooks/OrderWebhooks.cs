using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging;
using Shop.Orders.Contracts;
using Shop.Shipping.Contracts;
using Shop.Web;

namespace Shop.Orders;

/// <summary>What the module has of webhooks.</summary>
internal static class OrderWebhooks
{
    public static void AddTo(ModuleBuilder module)
    {
        module.On<OrderCreated>("tell-webhooks-of-created").Do<TellWebhooks>();
        module.On<OrderHeld>("tell-webhooks-of-held").Do<TellWebhooks>();
        module.On<OrderResumed>("tell-webhooks-of-resumed").Do<TellWebhooks>();
        module.On<OrderConfirmed>("tell-webhooks-of-confirmed").Do<TellWebhooks>();
        module.On<OrderCancelled>("tell-webhooks-of-cancelled").Do<TellWebhooks>();
        module.On<OrderShipped>("tell-webhooks-of-shipped").Do<TellWebhooks>();
        module.On<OrderDelivered>("tell-webhooks-of-delivered").Do<TellWebhooks>();
        module.On<OrderCompleted>("tell-webhooks-of-completed").Do<TellWebhooks>();
        module.On<ReturnRequested>("tell-webhooks-of-return-requested").Do<TellWebhooks>();
        module.On<ReturnAccepted>("tell-webhooks-of-return-accepted").Do<TellWebhooks>();
        module.On<ReturnRefused>("tell-webhooks-of-return-refused").Do<TellWebhooks>();
        module.On<WebhookDeliveryRequested>("deliver-webhook").Do<DeliverWebhook>();
        module.Recurring<ForgetOldDeliveries>("forget-old-deliveries", "0 15 * * * *");

        module.Services.AddSingleton(module.Configuration.GetSection("Webhooks").Get<WebhookSettings>() ?? new WebhookSettings());
        module.Services.AddSingleton<WebhookSecrets>().AddSingleton<WebhookSender>().AddProblemCodes(typeof(WebhookProblems));
        module.Endpoints(WebhookEndpoints.Map);
        module.Endpoints(DeliveryEndpoints.Map);
    }
}
