using MimeKit;
using Shop.Notifications.Contracts;
using Shop.Testing;
using static Shop.Notifications.Tests.NotificationsFixture;

namespace Shop.Notifications.Tests;

public sealed class MailTests
{
    [Theory, EachStore]
    public async Task An_email_reaches_a_real_SMTP_server(StoreKind store)
    {
        await using var smtp = new SmtpServer();
        await using var notifications = await Open(store, smtp, ("Notifications:Mail:From", "The Shop <orders@shop.example>"));

        await notifications.Receive(Created());

        var mail = Assert.Single(smtp.Taken);
        Assert.Equal(("orders@shop.example", "ada@example.com"), (mail.From, Assert.Single(mail.To)));
        Assert.Equal($"We have your order {Order}", mail.Message.Subject);
        Assert.Contains("In all: $59.98", mail.Message.TextBody, StringComparison.Ordinal);
        Assert.Contains("<p>In all: $59.98</p>", mail.Message.HtmlBody, StringComparison.Ordinal);
        Assert.Equal($"{Order}.order_created.email@shop.example", mail.Message.MessageId);
        Assert.Equal(["order_created by email: sent"], await notifications.Log());
    }

    [Theory, EachStore]
    public async Task A_busy_server_is_retried(StoreKind store)
    {
        await using var smtp = new SmtpServer();
        smtp.Answer("451 4.3.0 later", "451 4.3.0 later");
        await using var notifications = await Open(store, smtp);

        await notifications.Receive(Created());

        Assert.Single(smtp.Taken);
        Assert.Equal(3, smtp.Conversations);
        Assert.Equal(["order_created by email: sent"], await notifications.Log());
    }

    [Theory, EachStore]
    public async Task A_missing_mailbox_is_not_retried(StoreKind store)
    {
        await using var smtp = new SmtpServer { Refuses = address => address.StartsWith("ada", StringComparison.Ordinal) };
        await using var notifications = await Open(store, smtp);

        await notifications.Receive(Created());

        Assert.Equal(1, smtp.Conversations);
        Assert.Equal(["order_created by email: failed address_refused"], await notifications.Log());
        Assert.Equal("address_refused", Assert.Single(await notifications.Shop.Published<NotificationFailed>(Order)).Reason);
    }

    [Theory, EachStore]
    public async Task A_message_with_unknown_outcome_is_not_sent_again(StoreKind store)
    {
        await using var smtp = new SmtpServer();
        smtp.Answer(SmtpServer.Silence);
        await using var notifications = await Open(store, smtp);

        await notifications.Receive(Created());
        await notifications.Receive(Created());

        Assert.Single(smtp.Taken);
        Assert.Equal(["order_created by email: failed outcome_unknown"], await notifications.Log());
    }

    [Theory, EachStore]
    public async Task A_message_in_flight_during_a_crash_is_not_sent_again(StoreKind store)
    {
        await using var smtp = new SmtpServer();
        await using var notifications = await Open(store, smtp);
        await notifications.Execute(
            $"insert into notifications (id, order_id, about, channel, state, at) values ('{Order}/order_created/email', '{Order}', "
            + $"'order_created', 'email', 'sending', '2026-01-01 00:00:00')");

        await notifications.Receive(Created());

        Assert.Empty(smtp.Taken);
        Assert.Equal(["order_created by email: failed outcome_unknown"], await notifications.Log());
    }

    [Theory, EachStore]
    public async Task An_unreachable_server_dead_letters_its_channel_only_and_publishes_the_failure(StoreKind store)
    {
        var gone = new SmtpServer();
        var port = gone.Port;
        await gone.DisposeAsync();
        await using var notifications =
            await Open(
            store, ("Notifications:Mail:Server", "127.0.0.1"), ("Notifications:Mail:Port", $"{port}"),
            ("Bus:MaxRetryDelay", "00:00:00.005"),
            ("Bus:RedriveDelay", "00:00:00"), ("Bus:MaxRedrives", "0"));

        await notifications.Receive(Created(total: 800m));
        await notifications.Shop.RunJob("process-dead-letters");
        await notifications.Shop.Settle();

        Assert.Equal(
            ["order_created by account_manager: sent", "order_created by email: given_up given_up",
            "order_created by sms: skipped no_phone_number"], await notifications.Log());
        Assert.Equal("given_up", Assert.Single(await notifications.Shop.Published<NotificationFailed>(Order)).Reason);
    }

    [Theory, EachStore]
    public async Task A_redriven_notification_is_sent_once(StoreKind store)
    {
        await using var smtp = new SmtpServer();
        await using var notifications =
            await Open(store, smtp, ("Bus:MaxRetryDelay", "00:00:00.005"), ("Bus:RedriveDelay", "00:00:00"), ("Bus:MaxRedrives", "0"));
        var request =
            new Orders.Contracts.ReturnRequested(
            Order, "RET-01JNK5Y3W8QZ4T7R2M6V9B1C0D", "CUST-1", "ada@example.com", [], new Shop.Events.Money(2999), "USD");
        await notifications.Receive(Created());
        smtp.Answer([.. Enumerable.Repeat("451 not now", 200)]);

        await notifications.Receive(request);
        await notifications.Shop.RunJob("process-dead-letters");
        await notifications.Shop.Settle();
        Assert.Equal(["order_created by email: sent", "return_requested by email: given_up given_up"], await notifications.Log());
        smtp.TakeAgain();
        await notifications.Redrive();

        Assert.Equal(["order_created by email: sent", "return_requested by email: sent"], await notifications.Log());
        Assert.Equal(2, smtp.Taken.Count);
    }

    [Theory, EachStore]
    public async Task A_redriven_notification_with_unknown_outcome_is_not_sent(StoreKind store)
    {
        await using var smtp = new SmtpServer();
        await using var notifications =
            await Open(
            store, smtp, ("Bus:MaxRetryDelay", "00:00:00.005"), ("Bus:RedriveDelay", "00:00:00"), ("Bus:MaxRedrives", "0"),
            ("Bus:Lease", "01:00:00"));
        await notifications.Execute(
            $"insert into notifications (id, order_id, about, channel, state, at) values ('{Order}/order_created/email', '{Order}', "
            + $"'order_created', 'email', 'sending', current_timestamp)");

        await notifications.Receive(Created());
        await notifications.Shop.RunJob("process-dead-letters");
        await notifications.Shop.Settle();
        await notifications.Redrive();

        Assert.Equal(["order_created by email: failed outcome_unknown"], await notifications.Log());
        Assert.Empty(smtp.Taken);
    }

    [Theory]
    [InlineData("ada@example.com\r\nBcc: eve@example.com")]
    [InlineData("ada@example.com, eve@example.com")]
    [InlineData("Ada <ada@example.com>")]
    [InlineData("<ada@example.com>")]
    [InlineData("ada")]
    public async Task Only_exactly_one_address_is_accepted(string email)
    {
        await using var smtp = new SmtpServer();
        await using var notifications = await Open(StoreKind.Sqlite, smtp);

        await notifications.Receive(Created(email: email));

        Assert.Equal(0, smtp.Conversations);
        Assert.Equal(["order_created by email: failed address_refused"], await notifications.Log());
    }

    [Fact]
    public async Task Untrusted_text_breaks_neither_headers_nor_HTML()
    {
        await using var smtp = new SmtpServer();
        await using var notifications = await Open(StoreKind.Sqlite, smtp);
        const string product = "<script>alert(1)</script>\r\nBcc: eve@example.com\r\n\r\n{{shop}}";

        await notifications.Receive(
            Created(product: product),
            new Orders.Contracts.ReturnRefused(Order, "R\r\nBcc: eve@example.com", "CUST-1", "ada@example.com", "<b>no</b>"));

        Assert.Equal(2, smtp.Taken.Count);
        Assert.All(smtp.Taken, mail =>
        {
            Assert.Equal(["ada@example.com"], mail.To);
            Assert.Empty(mail.Message.Bcc);
            Assert.DoesNotContain(mail.Message.Headers, header => header.Id == HeaderId.Bcc);
            Assert.DoesNotContain("<script", mail.Message.HtmlBody, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>", mail.Message.HtmlBody, StringComparison.Ordinal);
        });
        Assert.Contains(
            smtp.Taken,
            mail => mail.Message.HtmlBody!.Contains(
            "&lt;script&gt;alert(1)&lt;/script&gt;  Bcc: eve@example.com    {{shop}}", StringComparison.Ordinal));
        Assert.Contains(smtp.Taken, mail => mail.Message.Subject == "We cannot take back your return R  Bcc: eve@example.com");
    }
}
