using Shop.Events;
using Shop.Notifications.Contracts;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;
using Shop.Testing;
using static Shop.Notifications.Tests.NotificationsFixture;

namespace Shop.Notifications.Tests;

public sealed class WorkflowTests
{
    [Theory, EachStore]
    public async Task An_order_below_500_sends_e_mail_only(StoreKind store)
    {
        await using var notifications = await Open(store);

        await notifications.Receive(Created(total: 499.98m));

        Assert.Equal(["order_created by email: sent"], await notifications.Log());
        var sent = Assert.Single(await notifications.Shop.Published<NotificationSent>(Order));
        Assert.Equal((Order, "order_created", "email"), (sent.OrderId, sent.About, sent.Channel));
    }

    [Theory, EachStore]
    public async Task An_order_from_500_notifies_by_e_mail_SMS_and_account_manager_in_parallel(StoreKind store)
    {
        await using var notifications = await Open(store);
        await notifications.Choose(phone: "+4915112345678");

        await notifications.Receive(Created(total: 500m));

        Assert.Equal(
            ["order_created by account_manager: sent", "order_created by email: sent", "order_created by sms: sent"],
            await notifications.Log());
        Assert.Equal(["account_manager", "email", "sms"], (await notifications.Mailbox()).Select(mail => Text(mail, "channel")).Order());
        Assert.Equal(3, (await notifications.Shop.Published<NotificationSent>(Order)).Count);
    }

    [Theory, EachStore]
    public async Task Duplicate_events_of_an_order_are_notified_once(StoreKind store)
    {
        await using var notifications = await Open(store);
        var money = Money.FromMajor(59.98m);
        IEvent[] life =
        [
            Created(), new OrderConfirmed(Order, "CUST-1", "ada@example.com", money, "USD"), Cancelled(),
            new OrderShipped(Order, "CUST-1", "ada@example.com", "SHP-1", "Parcels", "P-17", "https://parcels.example/P-17"),
            new OrderDelivered(Order, "CUST-1", "ada@example.com", "SHP-1", DateTime.UtcNow),
            new ReturnRequested(Order, "RET-1", "CUST-1", "ada@example.com", [], money, "USD"),
            new ReturnAccepted(Order, "RET-1", "CUST-1", "ada@example.com", [], money, "USD"),
            new ReturnRefused(Order, "RET-2", "CUST-1", "ada@example.com", "It was used."),
            new PaymentRefunded(Order, "pay_1", money, "USD", "RET-1"), new PaymentRefunded(Order, "pay_1", money, "USD", "RET-3"),
        ];

        await notifications.Receive([.. life, .. life.Reverse()]);

        Assert.Equal(10, (await notifications.Log()).Count);
        Assert.All(await notifications.Log(), line => Assert.EndsWith("by email: sent", line, StringComparison.Ordinal));
        Assert.Equal(10, (await notifications.Shop.Published<NotificationSent>(Order)).Count);
        Assert.Equal(10, (await notifications.Mailbox()).Count);
    }

    [Theory, EachStore]
    public async Task An_event_before_Order_Created_is_notified_afterwards(StoreKind store)
    {
        await using var notifications = await Open(store);

        await notifications.Shop.Receive(Cancelled());
        await notifications.Receive(Created());

        Assert.Equal(["order_cancelled by email: sent", "order_created by email: sent"], await notifications.Log());
    }

    [Theory, EachStore]
    public async Task A_customer_who_does_not_want_email_gets_none(StoreKind store)
    {
        await using var notifications = await Open(store);
        await notifications.Choose(email: false, sms: true, phone: null);

        await notifications.Receive(Created(total: 700m));

        Assert.Equal(
            ["order_created by account_manager: sent", "order_created by email: skipped opted_out",
            "order_created by sms: skipped no_phone_number"], await notifications.Log());
        Assert.Single(await notifications.Mailbox());
    }

    [Fact]
    public void Every_branch_of_the_table_has_a_rule()
    {
        Assert.Equal(
            ["email", "sms", "account_manager"],
            NotificationWorkflow.Table.Where(branch => branch.Rule.StartsWith("created-high-value-", StringComparison.Ordinal))
            .Select(branch => branch.Channel));
        Assert.Equal(NotificationWorkflow.Table.Count, NotificationWorkflow.Table.Select(branch => branch.Rule).Distinct().Count());
    }
}
