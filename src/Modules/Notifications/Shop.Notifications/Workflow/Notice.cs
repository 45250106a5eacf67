using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;

namespace Shop.Notifications;

/// <summary>The content of a notification.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Part">Distinguishes several notifications of one kind per order, such as the return id; null when there is at most
/// one.</param>
/// <param name="Words">The words for templates: texts, amounts and lists, independent of language.</param>
internal sealed record Notice(string OrderId, string? Part, params IReadOnlyList<(string Name, object Value)> Words)
{
    public static Notice Of(IEvent published) => published switch
    {
        OrderCreated order => new(order.OrderId, null, ("total", new Price(order.TotalAmount, order.Currency)), ("items", Lines(order)),
            ("customerId", order.CustomerId), ("country", order.ShippingAddress.Country)),
        OrderConfirmed order => new(order.OrderId, null, ("total", new Price(order.TotalAmount, order.Currency))),
        OrderCancelled order =>
            new(order.OrderId, null, ("total", new Price(order.TotalAmount, order.Currency)), ("reason", new Code("reason", order.Reason))),
        OrderShipped order =>
            new(order.OrderId, null, ("carrier", order.Carrier), ("trackingNumber", order.TrackingNumber),
            ("trackingUrl", order.TrackingUrl)),
        OrderDelivered order => new(order.OrderId, null),
        PaymentRefunded refund => new(refund.OrderId, refund.RefundId, ("amount", new Price(refund.Amount, refund.Currency))),
        ReturnRequested request =>
            new(request.OrderId, request.ReturnId, ("returnId", request.ReturnId), ("amount", new Price(request.Amount, request.Currency))),
        ReturnAccepted decision =>
            new(decision.OrderId, decision.ReturnId, ("returnId", decision.ReturnId),
            ("amount", new Price(decision.Amount, decision.Currency))),
        ReturnRefused decision => new(decision.OrderId, decision.ReturnId, ("returnId", decision.ReturnId), ("reason", decision.Reason)),
        _ => throw new ArgumentException(
            $"The workflow has no notice for {published.GetType().Name}: add them to Notice.cs.", nameof(published)),
    };

    /// <summary>The event's name in template names, the log and the business key: <c>order_created</c>.</summary>
    public static string AboutOf(string detailType) => detailType.ToLowerInvariant().Replace(' ', '_');

    /// <summary>The business key: each subject is sent at most once per order and channel.</summary>
    public string Key(string about, string channel) =>
        string.Join('/', [OrderId, about, .. Part is { } part && part != OrderId ? [part] : (string[])[], channel]);

    private static IReadOnlyList<Line> Lines(OrderCreated order) =>
        [.. order.Items.Select(item => new Line(item.Quantity, item.ProductId, new Price(item.Price, order.Currency)))];
}

/// <summary>An amount, formatted in the reader's language.</summary>
internal sealed record Price(Money Amount, string Currency);

/// <summary>A stable code; the template <c>{kind}.{language}.txt</c> has its text.</summary>
internal sealed record Code(string Kind, string Value);

/// <summary>A line of an order.</summary>
internal sealed record Line(int Quantity, string Product, Price Each);
