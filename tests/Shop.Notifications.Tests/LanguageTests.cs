using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Testing;
using static Shop.Notifications.Tests.NotificationsFixture;

namespace Shop.Notifications.Tests;

public sealed class LanguageTests
{
    [Theory]
    [InlineData("US", null, "USD", "$1,234.50")]
    [InlineData("GB", null, "GBP", "£1,234.50")]
    [InlineData("DE", null, "EUR", "1.234,50\u00A0€")]
    [InlineData("FR", null, "EUR", "1\u202F234,50\u00A0€")]
    [InlineData("FR", null, "USD", "1\u202F234,50\u00A0$US")]
    [InlineData("FR", "en", "EUR", "€1,234.50")]
    [InlineData("US", "de", "USD", "1.234,50\u00A0$")]
    public async Task Amounts_are_formatted_in_the_customers_language(string country, string? language, string currency, string amount)
    {
        await using var notifications = await Open(StoreKind.Sqlite);
        await notifications.Choose(language: language);

        await notifications.Receive(Created(total: 1_234.50m, country, currency));

        var mail = Assert.Single(await notifications.Mailbox(), mail => Text(mail, "channel") == "email");
        Assert.Contains(amount, Text(mail, "text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_reason_gets_a_general_text()
    {
        await using var notifications = await Open(StoreKind.Sqlite);

        await notifications.Receive(Created(country: "AT"), Cancelled("moon_in_the_way"));

        Assert.Contains(
            await notifications.Mailbox(), mail => Text(mail, "text")
            .Contains("ist storniert: sie kann nicht ausgeführt werden.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_custom_file_overrides_a_template()
    {
        using var folder = TemporaryFolder.Create("shop-templates");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "order_created.email.en.txt"), "Subject: Ahoy\n\n{{shop}} has {{orderId}}");
        await using var notifications =
            await Open(StoreKind.Sqlite, ("Notifications:Templates", folder.Path), ("Notifications:ShopName", "Black Pearl"));

        await notifications.Receive(Created());

        var mail = Assert.Single(await notifications.Mailbox());
        Assert.Equal(("Ahoy", $"Black Pearl has {Order}"), (Text(mail, "subject"), Text(mail, "text").Trim()));
    }

    public static TheoryData<string> Everything =>
        [.. NotificationWorkflow.Table.SelectMany(branch => Language.All.Select(language => $"{branch.Rule} {language.Code}"))];

    /// <summary>Renders the schema example of every branch in every language.</summary>
    [Theory, MemberData(nameof(Everything))]
    public void Every_branch_has_a_template_in_every_language(string ruleAndLanguage)
    {
        var (rule, language) = (ruleAndLanguage.Split(' ')[0], ruleAndLanguage.Split(' ')[1]);
        var branch = NotificationWorkflow.Of(rule)!;
        var contract = EventContract.Of(branch.Trigger);
        var example =
            (IEvent)System.Text.Json.JsonSerializer.Deserialize(
            EventSchema.Of(contract).ToExample()["detail"]!.ToJsonString(), branch.Trigger, EventJson.Options)!;

        var content = new Templates(null, "Shop").Render(Notice.AboutOf(contract.DetailType), branch.Channel, language, Notice.Of(example));

        Assert.DoesNotContain("{{", content.Subject + content.Text, StringComparison.Ordinal);
        Assert.Equal(branch.Channel == "email", content.Subject.Length > 0);
        Assert.Equal(branch.Channel == "account_manager" ? "en" : language, content.Language);
        Assert.Contains("ORD-01JNK5Y3W8QZ4T7R2M6V9B1C0D", content.Text, StringComparison.Ordinal);
    }
}
