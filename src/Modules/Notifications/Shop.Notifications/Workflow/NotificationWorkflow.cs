using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;
using static Shop.Notifications.Branch;

namespace Shop.Notifications;

/// <summary>
/// Who is told what, and how: the whole workflow. An event takes the row whose choice it meets; the branches of a row run side by side, each
/// a rule of its own, which is retried, given up and recorded on its own.
/// </summary>
internal static class NotificationWorkflow
{
    /// <summary>From this total on, an order is of high value; in major units of its currency.</summary>
    public const decimal HighValue = 500;

    public static readonly IReadOnlyList<Branch> Table =
    [
        //   hearing               named                 choice                                               tells, side by side
        .. On<OrderCreated>      ("created-high-value", order => order.TotalAmount, Is.AtLeast(HighValue),  By<Email>(), By<Sms>(), By<AccountManager>()),
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

    /// <summary>The branch that a rule carries out; null when it is none of the workflow's.</summary>
    public static Branch? Of(string rule) => Table.FirstOrDefault(branch => branch.Rule == rule);

    /// <summary>Declares a rule for each branch.</summary>
    public static void Declare(ModuleBuilder module)
    {
        foreach (var branch in Table)
            branch.Declare(module);
    }
}
