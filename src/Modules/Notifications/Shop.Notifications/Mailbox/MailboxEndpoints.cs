using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using MimeKit;
using Shop.Web;

namespace Shop.Notifications;

/// <summary>A message in the mailbox folder.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Channel">email, sms or account_manager.</param>
/// <param name="To">The receiver's address or number.</param>
/// <param name="Subject">The subject.</param>
/// <param name="At">When it was written, UTC.</param>
/// <param name="Language">The language; null when unknown.</param>
/// <param name="Text">The plain text; null in a list.</param>
/// <param name="Html">The HTML; null in a list, and where there is none.</param>
internal sealed record MailView(
    string Id, string Channel, string To, string Subject, DateTime At, string? Language, string? Text = null, string? Html = null)
{
    public static MailView Of(string id, MimeMessage mail, bool whole = false) => new(
        id, mail.Headers[Mail.ChannelHeader] ?? "email", Shown(mail.To.Mailboxes.First()), mail.Subject
            ?? "", mail.Date.UtcDateTime, mail.Headers["Content-Language"],
        whole ? mail.TextBody : null, whole ? mail.HtmlBody : null);

    private static string Shown(MailboxAddress to) => to.Domain == "shop.invalid" ? to.Name ?? "" : to.Address;
}

internal static class MailboxEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ops/mailbox", List).WithName("ListMailbox").WithTags("Notifications")
            .WithSummary("Lists the messages of the mailbox folder, newest orders first")
            .WithDescription("E-mail, SMS and account manager messages for which no server or provider is configured.");
        routes.MapGet("/ops/mailbox/{id}", Show).WithName("ShowMail").WithTags("Notifications")
            .WithSummary("Returns a message of the mailbox folder as text and HTML")
            .WithDescription("As a receiver would see it.")
            .ProducesProblems(NotificationsProblems.NoSuchMail);
    }

    private static async Task<Page<MailView>> List(PageRequest page, MailboxFolder mailbox, CancellationToken ct)
    {
        var ids = mailbox.Ids(page.After<string>(), page.Limit + 1);
        var shown = new List<MailView>();
        foreach (var id in ids.Take(page.Limit))
            if (await mailbox.Find(id, ct) is { } mail)
                using (mail)
                    shown.Add(MailView.Of(id, mail));
        return new(shown, Page.Of(ids, page, id => id).NextCursor);     // a message deleted just now does not end the list
    }

    private static async Task<Results<Ok<MailView>, Problem>> Show(string id, MailboxFolder mailbox, CancellationToken ct)
    {
        using var mail = await mailbox.Find(id, ct);
        return mail is null
            ? Problem.Of(NotificationsProblems.NoSuchMail, "The mailbox folder has no such message. GET /ops/mailbox lists its messages.")
            : TypedResults.Ok(MailView.Of(id, mail, whole: true));
    }
}
