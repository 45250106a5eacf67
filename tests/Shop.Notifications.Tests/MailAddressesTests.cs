using Shop.Testing;
using Shop.Web;
using static Shop.Notifications.Tests.NotificationsFixture;

namespace Shop.Notifications.Tests;

/// <summary>What is taken as an address where orders are placed is mailed, and reaches the server in a form that every server takes.</summary>
public sealed class MailAddressesTests
{
    public static TheoryData<string, string> Addresses => new()
    {
        { "ada@xn--mnchen-3ya.de", "ada@xn--mnchen-3ya.de" },
        { "ada@münchen.de", "ada@xn--mnchen-3ya.de" },
        { "Ada.Lovelace+shop@Example.COM", "Ada.Lovelace+shop@example.com" },
        { "!#$%&'*+/=?^_`{|}~-@example.com", "!#$%&'*+/=?^_`{|}~-@example.com" },
        { "a@localhost", "a@localhost" },
        { "ada@例え.テスト", "ada@xn--r8jz45g.xn--zckzah" },
        { "1@2.example", "1@2.example" },
    };

    [Theory, MemberData(nameof(Addresses))]
    public async Task An_accepted_address_is_mailed(string address, string recipient)
    {
        Assert.True(EmailAddress.IsValid(address));
        await using var smtp = new SmtpServer();
        await using var notifications = await Open(StoreKind.Sqlite, smtp);

        await notifications.Receive(Created(email: address));

        Assert.Equal(recipient, Assert.Single(Assert.Single(smtp.Taken).To));
        Assert.Equal(["order_created by email: sent"], await notifications.Log());
    }

    /// <summary>Random compositions of what the grammar allows and of what it does not: whatever the rule accepts is mailed.</summary>
    [Fact]
    public async Task Whatever_the_rule_accepts_is_mailed()
    {
        var random = new Random(1);
        string[] pieces = ["a", "Z", "9", ".", "+", "-", "_", "'", "ü", "\"", " ", "@", ",", "<", "{", "xn--mnchen-3ya", "例え", "ß", "é", "com"];
        string Some(int most) => string.Concat(Enumerable.Range(0, random.Next(1, most)).Select(_ => pieces[random.Next(pieces.Length)]));
        var accepted = Enumerable.Range(0, 20_000).Select(_ => $"{Some(5)}@{Some(5)}.com").Where(EmailAddress.IsValid).Distinct().Take(150).ToList();
        await using var smtp = new SmtpServer();
        await using var notifications = await Open(StoreKind.Sqlite, smtp);

        foreach (var (address, i) in accepted.Select((address, i) => (address, i)))
            await notifications.Shop.Receive(Created(order: $"ORD-{i:00000000000000000000000000}", email: address));
        await notifications.Shop.Settle();

        Assert.InRange(accepted.Count, 50, 150);
        Assert.Equal(accepted.Select(address => EmailAddress.ToAscii(address)!).Order(), smtp.Taken.Select(mail => Assert.Single(mail.To)).Order());
    }
}
