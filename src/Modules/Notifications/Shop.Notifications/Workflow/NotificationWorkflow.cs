using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;
using static Shop.Notifications.Branch;

namespace Shop.Notifications;

/// <summary>
/// The whole notification workflow: which event goes to which channels. An event takes the row whose condition it meets. The branches of a
/// row run in parallel; each is a separate rule with its own retries, dead letters and results.
/// </summary>
internal static class NotificationWorkflow
{
    /// <summary>The total from which an order is of high value, in major units of its currency.</summary>
    public const decimal HighValue = 500;

    public static readonly IReadOnlyList<Branch> Table =
    [
        //   event                 name                  condition                                            channels, in parallel
        .. On<OrderCreated>      (
            "created-high-value", order => order.TotalAmount, Is.AtLeast(HighValue),  By<Email>(), By<Sms>(), By<AccountManager>()),
        .. On<OrderCreated>      ("created",            order => order.TotalAmount, Is.LessThan(HighValue), By<Email>()),
        .. On<OrderConfirmed>    ("confirmed",          By<Email>()),
        .. On<OrderCancelled>    ("cancelled",          By<Email>()),
        .. On<OrderShipped>      ("shipped",            By<Email>()),
        .. On<OrderDelivered>    ("delivered",          By<Email>()),
        .. On<PaymentRefunded>   ("refunded",           By<Email>()),
        .. On<ReturnRequested>   ("return-requested",   By<Email>()),
        .. On<ReturnAccepted>    ("return-accepted",    By<Email>()),
        .. On<ReturnRefused>     ("return-refused",     By<Email>()),
    ];

    /// <summary>The branch of a rule; null for a rule outside the workflow.</summary>
    public static Branch? Of(string rule) => Table.FirstOrDefault(branch => branch.Rule == rule);

    /// <summary>Declares a rule for each branch.</summary>
    public static void Declare(ModuleBuilder module)
    {
        foreach (var branch in Table)
            branch.Declare(module);
    }
}
