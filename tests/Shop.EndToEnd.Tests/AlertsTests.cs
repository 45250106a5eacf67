using Shop.Host.Alerts;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>Operators are alerted, by real servers, of what only a person can mend.</summary>
public sealed class AlertsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Failed_deliveries_alert_by_webhook_and_mail()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, Repository.Modules);
        await using var chat = await WebhookReceiver.Start();
        await using var mail = new SmtpServer();
        await using var shop = await HostedShop.Start(database,
        [
            "--environment", "Development", $"--Alerts:Webhook={chat.Url}", "--Alerts:Mail:Server=127.0.0.1", $"--Alerts:Mail:Port={mail.Port}",
            "--Alerts:Mail:Unencrypted=true", "--Alerts:Mail:From=shop@example.com", "--Alerts:Mail:To=ada@example.com,Bob <bob@münchen.de>", .. ShopProcess.Brisk,
        ]);

        var order = await shop.Http.Place(Shopper.Order("PRD-0004", token: "tok_poison"));

        var alert = (await chat.Next()).Json;
        Assert.Contains(order, alert.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("charge-order", alert.GetProperty("alert").GetProperty("rule").GetString());
        var written = await First(mail);
        Assert.Equal(["ada@example.com", "bob@xn--mnchen-3ya.de"], written.To);
        Assert.Equal("[shop] payments/charge-order: 1 dead letters", written.Message.Subject);
        Assert.Contains("dlq redrive --module payments --rule charge-order", written.Message.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop@example.com", "ada@example.com, foo.@example.com")]
    [InlineData("shop@example.com", "undisclosed-recipients:;")]
    [InlineData("shop", "ada@example.com")]
    [InlineData("jürgen@example.com", "ada@example.com")]
    public void An_address_that_no_mail_can_have_is_rejected_at_start(string from, string to)
    {
        var rejected = Assert.Throws<ArgumentException>(() => new MailSettings { Server = "127.0.0.1", From = from, To = to }.Checked());
        Assert.Contains(to, rejected.Message, StringComparison.Ordinal);
    }

    private static async Task<ReceivedMail> First(SmtpServer mail)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (mail.Taken.Count == 0)
            await pace.WaitForNextTickAsync(patience.Token);
        return mail.Taken[0];
    }
}
