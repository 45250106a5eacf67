using Shop.Web;

namespace Shop.Orders;

/// <summary>A currency of the shop.</summary>
internal sealed class CurrencyAttribute : KnownValuesAttribute
{
    public override IReadOnlyList<string> Values => PlaceOrderRules.Currencies;
}

/// <summary>An event type that a webhook can subscribe to.</summary>
internal sealed class WebhookEventAttribute : KnownValuesAttribute
{
    public override IReadOnlyList<string> Values => WebhookEvents.All;
}

/// <summary>An event type that a webhook receives.</summary>
internal sealed class SentEventAttribute : KnownValuesAttribute
{
    public override IReadOnlyList<string> Values => [.. WebhookEvents.All, WebhookEvents.Ping];
}

/// <summary>Why an order has its status.</summary>
internal sealed class StatusReasonAttribute : KnownValuesAttribute
{
    public override IReadOnlyList<string> Values => OrderProcess.Reasons;
}

/// <summary>Why an item cannot be ordered.</summary>
internal sealed class QuoteCodeAttribute : KnownValuesAttribute
{
    public override IReadOnlyList<string> Values => QuoteNote.Codes;
}
