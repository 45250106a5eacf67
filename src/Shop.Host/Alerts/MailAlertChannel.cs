using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Shop.Web;

namespace Shop.Host.Alerts;

/// <summary>The section <c>Alerts:Mail</c>.</summary>
internal sealed class MailSettings
{
    /// <summary>The SMTP server's name; empty for no mail.</summary>
    public string Server { get; init; } = "";

    /// <summary>Its port.</summary>
    public int Port { get; init; } = 587;

    /// <summary>The sender.</summary>
    public string From { get; init; } = "";

    /// <summary>The recipients, separated by commas.</summary>
    public string To { get; init; } = "";

    /// <summary>The user that signs in to the server; empty for none.</summary>
    public string User { get; init; } = "";

    /// <summary>The password, from a secret store.</summary>
    public string Password { get; init; } = "";

    /// <summary>Whether to use a server that offers no encryption: a mail catcher on a laptop.</summary>
    public bool Unencrypted { get; init; }

    /// <exception cref="ArgumentException">An address is missing or malformed.</exception>
    public MailSettings Checked()
    {
        if (!MailboxAddress.TryParse(From, out var from) || !EmailAddress.IsValid(from.Address)
            || !InternetAddressList.TryParse(To, out var to) || !to.Mailboxes.Any() || !to.Mailboxes.All(one => EmailAddress.IsValid(one.Address)))
            throw new ArgumentException(
                $"Alerts:Mail has a server, but From is \"{From}\" and To is \"{To}\". Set each to an address such as ops@example.com; To may have several, "
                + "separated by commas.");
        return this;
    }
}

/// <summary>Sends alerts as plain e-mail.</summary>
internal sealed class MailAlertChannel(MailSettings settings) : IAlertChannel
{
    private const int TimeoutMilliseconds = 10_000;

    public async Task Send(Alert alert, CancellationToken ct)
    {
        using var message = new MimeMessage();
        message.From.Add(MailboxAddress.Parse(settings.From));
        message.To.AddRange(InternetAddressList.Parse(settings.To));
        message.Subject = $"[shop] {alert.Module}/{alert.Rule}: {alert.Count} dead letters";
        message.Body = new TextPart("plain") { Text = alert.ToString() };

        using var smtp = new SmtpClient { Timeout = TimeoutMilliseconds };
        await smtp.ConnectAsync(settings.Server, settings.Port, Encryption, ct);
        if (settings.User.Length > 0)
            await smtp.AuthenticateAsync(settings.User, settings.Password, ct);
        await smtp.SendAsync(message, ct);
        await smtp.DisconnectAsync(quit: true, ct);
    }

    private SecureSocketOptions Encryption => settings switch
    {
        { Unencrypted: true } => SecureSocketOptions.StartTlsWhenAvailable,
        { Port: 465 } => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };
}
