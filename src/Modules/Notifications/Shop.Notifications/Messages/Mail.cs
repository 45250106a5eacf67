using System.Net;
using MimeKit;
using Shop.Web;

namespace Shop.Notifications;

/// <summary>A message as an e-mail: its text, and the same as HTML.</summary>
internal static class Mail
{
    /// <summary>The header that names the channel of a message in the mailbox folder.</summary>
    public const string ChannelHeader = "X-Shop-Channel";

    /// <exception cref="PermanentSendException">The address is not valid.</exception>
    public static MimeMessage Of(Message message, string from, DateTimeOffset now)
    {
        var sender = MailboxAddress.Parse(from);
        var mail = new MimeMessage { Date = now, Subject = message.Content.Subject, MessageId = $"{message.Id}@{sender.Domain}" };
        mail.From.Add(sender);
        mail.To.Add(Recipient(message));
        mail.Headers.Add("Auto-Submitted", "auto-generated");       // RFC 3834: suppresses automatic replies
        mail.Headers.Add("Content-Language", message.Content.Language);
        mail.Headers.Add(ChannelHeader, message.Channel);
        mail.Body = new BodyBuilder { TextBody = message.Content.Text, HtmlBody = Html(message.Content) }.ToMessageBody();
        return mail;
    }

    /// <summary>Exactly one address and nothing else, by the same rule as where orders are taken, and as mail servers take it.</summary>
    private static MailboxAddress Recipient(Message message)
    {
        if (message.Channel != Email.Name)
            return new MailboxAddress(message.To, $"{message.Channel}@shop.invalid");
        return EmailAddress.ToAscii(message.To) is { } address
            ? new MailboxAddress("", address)
            : throw new PermanentSendException("address_refused");
    }

    /// <summary>Escapes the whole text, template and values; one HTML paragraph per text paragraph.</summary>
    private static string Html(Content content)
    {
        var paragraphs = content.Text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(paragraph => $"<p>{WebUtility.HtmlEncode(paragraph.Trim('\n')).Replace("\n", "<br>\n", StringComparison.Ordinal)}</p>");
        return $"""
            <!DOCTYPE html>
            <html lang="{content.Language}"><head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(content.Subject)}</title></head>
            <body style="font-family: sans-serif; max-width: 40em; margin: 2em auto">
            {string.Join('\n', paragraphs)}
            </body></html>
            """;
    }
}
