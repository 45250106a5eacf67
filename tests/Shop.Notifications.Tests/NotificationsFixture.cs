using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Testing;

namespace Shop.Notifications.Tests;

/// <summary>The notifications module alone, with a mailbox folder.</summary>
internal sealed class NotificationsFixture : ModuleFixture<NotificationsModule>
{
    public const string Order = "ORD-01JNK5Y3W8QZ4T7R2M6V9B1C0D";

    private readonly TemporaryFolder _folder = TemporaryFolder.Create("shop-mailbox");

    public static async Task<NotificationsFixture> Open(StoreKind store, params (string, string)[] settings)
    {
        var fixture = new NotificationsFixture();
        await fixture.Start(store, settings: [("Notifications:Mailbox:Path", fixture._folder.Path), .. settings]);
        return fixture;
    }

    /// <summary>With an SMTP server for e-mail.</summary>
    public static Task<NotificationsFixture> Open(StoreKind store, SmtpServer smtp, params (string, string)[] settings) => Open(store,
        [("Notifications:Mail:Server", "127.0.0.1"), ("Notifications:Mail:Port", $"{smtp.Port}"),
            ("Notifications:Mail:Unencrypted", "true"), .. settings]);

    public static OrderCreated Created(
        decimal total = 59.98m, string country = "US", string currency = "USD", string order = Order, string email = "ada@example.com",
        string product = "PRD-0001") =>
        new(order, "CUST-1", email, [new OrderItem(product, 2, Money.FromMajor(total / 2))], Money.FromMajor(total), currency,
            new ShippingAddress(country, "", "Town", "1"));

    public static OrderCancelled Cancelled(string reason = "out_of_stock") =>
        new(Order, "CUST-1", "ada@example.com", reason, Money.FromMajor(59.98m), "USD");

    /// <summary>The preferences URL of CUST-1, proven by an old order without notifications.</summary>
    public async Task<string> Preferences()
    {
        const string longAgo = "ORD-01AAAAAAAAAAAAAAAAAAAAAAAA";
        await Shop.ReceiveBatch("notifications", [Envelopes.Of(Created(order: longAgo))], "save-recipient");
        return $"/v1/customers/CUST-1/preferences?orderId={longAgo}";
    }

    /// <summary>Sets the preferences of CUST-1.</summary>
    public async Task Choose(object preferences)
    {
        using var response = await Http.PutAsJsonAsync(await Preferences(), preferences);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    public Task Choose(string? language = null, string? phone = null, bool email = true, bool sms = true) =>
        Choose(new { email, sms, language, phone });

    public async Task<IReadOnlyList<JsonElement>> Items(string path) =>
        [.. (await Http.GetFromJsonAsync<JsonElement>(path)).GetProperty("items").EnumerateArray()];

    /// <summary>The order's notification log.</summary>
    public async Task<IReadOnlyList<string>> Log() =>
        [.. (await Items($"/ops/notifications?orderId={Order}&limit=50"))
            .Select(row => $"{Text(row, "about")} by {Text(row, "channel")}: {Text(row, "state")} {Text(row, "reason")}".Trim())
            .Order(StringComparer.Ordinal)];

    /// <summary>Messages of the mailbox folder, with their text and HTML.</summary>
    public async Task<IReadOnlyList<JsonElement>> Mailbox()
    {
        var mails = new List<JsonElement>();
        foreach (var mail in await Items("/ops/mailbox?limit=50"))
            mails.Add(await Http.GetFromJsonAsync<JsonElement>($"/ops/mailbox/{Text(mail, "id")}"));
        return mails;
    }

    public static string Text(JsonElement of, string field) =>
        of.GetProperty(field).ValueKind == JsonValueKind.Null ? "" : of.GetProperty(field).ToString();

    /// <summary>Redrives dead letters, as an operator would.</summary>
    public async Task Redrive()
    {
        var started =
            await Shop.With<DeadLetters, IReadOnlyList<BulkOperation>>(
            messages => messages.Redrive(new DeadLetterFilter(), new BulkOptions("grace"), CancellationToken.None));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await Shop.With<BulkOperations, BulkOperation?>(
            operations => operations.Find(started[0].Id, CancellationToken.None)) is { State: OperationState.Running })
            await timer.WaitForNextTickAsync();
        await Shop.Settle();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
