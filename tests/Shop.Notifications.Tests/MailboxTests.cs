using System.Net;
using Shop.Testing;
using static Shop.Notifications.Tests.NotificationsFixture;

namespace Shop.Notifications.Tests;

public sealed class MailboxTests
{
    [Theory]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("..")]
    [InlineData("nothing.such")]
    [InlineData("a%00b")]
    public async Task Only_messages_can_be_read(string id)
    {
        await using var notifications = await Open(StoreKind.Sqlite);

        using var response = await notifications.Http.GetAsync(new Uri($"/ops/mailbox/{id}", UriKind.Relative));

        Assert.True(response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{response.StatusCode}");
    }

    [Fact]
    public async Task The_mailbox_is_listed_in_pages()
    {
        await using var notifications = await Open(StoreKind.Sqlite);
        for (var i = 0; i < 5; i++)
            await notifications.Shop.Receive(Created(order: $"ORD-{i}"));
        await notifications.Shop.Settle();

        var seen = new List<string>();
        for (var page = "/ops/mailbox?limit=2"; page is not null;)
        {
            using var response = await notifications.Http.GetAsync(new Uri(page, UriKind.Relative));
            var body = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            seen.AddRange(body.GetProperty("items").EnumerateArray().Select(mail => Text(mail, "id")));
            page = body.GetProperty("nextCursor").GetString() is { } cursor ? $"/ops/mailbox?limit=2&cursor={cursor}" : null;
        }

        Assert.Equal(["ORD-4", "ORD-3", "ORD-2", "ORD-1", "ORD-0"], seen.Select(id => id[..5]));
    }

    [Fact]
    public async Task Old_messages_are_purged()
    {
        using var folder = TemporaryFolder.Create("shop-mailbox");
        var mailbox =
            new MailboxFolder(
            Path.Combine(folder.Path, "mails"), "shop@shop.example", TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<MailboxFolder>.Instance);
        foreach (var id in (string[])["old", "new"])
            await mailbox.Send(new Message(id, "email", "ada@example.com", new Content("en", "Subject", "Text")), CancellationToken.None);
        File.SetLastWriteTimeUtc(Path.Combine(folder.Path, "mails", "old.eml"), DateTime.UtcNow.AddDays(-8));

        mailbox.Purge(TimeSpan.FromDays(7));

        Assert.Equal(["new"], mailbox.Ids(null, 10));
    }
}
