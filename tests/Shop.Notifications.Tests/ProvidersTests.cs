using Shop.Notifications.Contracts;
using Shop.Testing;
using static Shop.Notifications.Tests.NotificationsFixture;

namespace Shop.Notifications.Tests;

public sealed class ProvidersTests
{
    private static (string, string)[] Sms(HttpProvider provider) =>
        [("Notifications:Sms:Url", provider.Url), ("Notifications:Sms:Key", "sms-key"), ("Notifications:Sms:From", "Shop")];

    private static (string, string)[] Chat(HttpProvider provider) =>
        [("Notifications:AccountManager:Webhook", provider.Url), ("Notifications:AccountManager:ThisMachine", "true")];

    [Theory, EachStore]
    public async Task An_SMS_is_sent_with_the_business_key(StoreKind store)
    {
        await using var provider = await HttpProvider.Start();
        await using var notifications = await Open(store, Sms(provider));
        await notifications.Choose(language: "de", phone: "+4915112345678");

        await notifications.Receive(Created(total: 1499m, currency: "EUR"));

        var request = Assert.Single(provider.Requests);
        Assert.Equal(($"{Order}/order_created/sms", "Bearer sms-key"), (request.Key, request.Bearer));
        Assert.Equal(("Shop", "+4915112345678"), (Text(request.Body, "from"), Text(request.Body, "to")));
        Assert.Equal($"Shop: Ihre Bestellung {Order} über 1.499,00\u00A0€ ist eingegangen. Vielen Dank!", Text(request.Body, "text"));
    }

    [Theory, EachStore]
    public async Task A_failing_provider_is_retried_with_the_same_key_without_delaying_others(StoreKind store)
    {
        await using var provider = await HttpProvider.Start();
        provider.Respond(500, HttpProvider.NoResponse, 429, 401);
        await using var notifications = await Open(store, Sms(provider));
        await notifications.Choose(phone: "+4915112345678");

        await notifications.Receive(Created(total: 600m));

        Assert.Equal(5, provider.Requests.Count);
        Assert.Equal([$"{Order}/order_created/sms"], provider.Requests.Select(request => request.Key).Distinct());
        Assert.Equal(["account_manager", "email"], (await notifications.Mailbox()).Select(mail => Text(mail, "channel")).Order());
        Assert.Equal(3, (await notifications.Shop.Published<NotificationSent>(Order)).Count);
    }

    [Theory, EachStore]
    public async Task A_rejected_number_is_not_retried(StoreKind store)
    {
        await using var provider = await HttpProvider.Start();
        provider.Respond(422);
        await using var notifications = await Open(store, Sms(provider));
        await notifications.Choose(phone: "+4915112345678");

        await notifications.Receive(Created(total: 600m));

        Assert.Single(provider.Requests);
        Assert.Contains("order_created by sms: failed refused", await notifications.Log());
    }

    [Theory, EachStore]
    public async Task A_chat_message_has_no_active_markup(StoreKind store)
    {
        await using var provider = await HttpProvider.Start();
        provider.Respond(503);
        await using var notifications = await Open(store, Chat(provider));

        await notifications.Receive(
            new Orders.Contracts.OrderCreated(
            Order, "<!channel> & co", "ada@example.com", Created().Items, new Events.Money(60_000), "USD", Created().ShippingAddress));

        Assert.Equal(2, provider.Requests.Count);
        Assert.Equal(
            $"A large order: {Order}, $600.00, of customer &lt;!channel&gt; &amp; co, to US.", Text(provider.Requests[1].Body, "text"));
        Assert.Contains("order_created by account_manager: sent", await notifications.Log());
    }

    [Theory, EachStore]
    public async Task A_chat_that_does_not_respond_gets_no_second_message(StoreKind store)
    {
        await using var provider = await HttpProvider.Start();
        provider.Respond(HttpProvider.NoResponse);
        await using var notifications = await Open(store, Chat(provider));

        await notifications.Receive(Created(total: 600m));

        Assert.Single(provider.Requests);
        Assert.Contains("order_created by account_manager: failed outcome_unknown", await notifications.Log());
    }

    [Theory, EachStore]
    public async Task A_redirect_is_not_followed(StoreKind store)
    {
        await using var provider = await HttpProvider.Start();
        provider.Respond(307);
        await using var notifications = await Open(store, Chat(provider));

        await notifications.Receive(Created(total: 600m));

        Assert.Equal("/messages", Assert.Single(provider.Requests).Path);
        Assert.Contains("order_created by account_manager: failed refused", await notifications.Log());
    }

    [Theory]
    [InlineData(
        "Notifications:AccountManager:Webhook", "https://hooks.example.com/services/1",
        "not one of the allowed hosts: hooks.slack.com")]
    [InlineData("Notifications:AccountManager:Webhook", "http://hooks.slack.com/services/1", "Webhooks require https")]
    [InlineData("Notifications:AccountManager:Webhook", "http://127.0.0.1:99/", "Webhooks require https")]
    [InlineData("Notifications:Sms:Url", "http://sms.example.com/", "Set the provider's https URL")]
    [InlineData("Notifications:Mail:From", "nobody", "Set an address such as")]
    [InlineData("Notifications:Mail:From", "Shop <orders.@example.com>", "Set an address such as")]
    public async Task A_disallowed_address_is_rejected_at_startup(string setting, string value, string publishes)
    {
        var rejected = await Assert.ThrowsAsync<ArgumentException>(() => Open(StoreKind.Sqlite, (setting, value)));
        Assert.Contains(publishes, rejected.Message, StringComparison.Ordinal);
    }
}
