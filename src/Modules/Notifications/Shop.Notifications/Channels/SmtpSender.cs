using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Shop.Web;

namespace Shop.Notifications;

/// <summary>The section <c>Notifications:Mail</c>.</summary>
internal sealed class MailOptions
{
    /// <summary>The SMTP server's name; empty: e-mail goes to the mailbox folder.</summary>
    public string Server { get; init; } = "";

    /// <summary>Its port; TLS from the start on 465, otherwise STARTTLS.</summary>
    public int Port { get; init; } = 587;

    /// <summary>The sender.</summary>
    public string From { get; init; } = "Shop <shop@shop.example>";

    /// <summary>The user name; empty to skip authentication.</summary>
    public string User { get; init; } = "";

    /// <summary>The password, from a secret store.</summary>
    public string Password { get; init; } = "";

    /// <summary>Whether a server without encryption is allowed, such as a mail catcher on a laptop.</summary>
    public bool Unencrypted { get; init; }

    /// <summary>The timeout of one server response.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <exception cref="ArgumentException">The sender address is not valid.</exception>
    public MailOptions Validated() =>
        MailboxAddress.TryParse(From, out var sender) && EmailAddress.IsValid(sender.Address)
        ? this
        : throw new ArgumentException($"Notifications:Mail:From is \"{From}\". Set an address such as Shop <shop@example.com>.");
}

/// <summary>Sends e-mail through an SMTP server, one session per message.</summary>
internal sealed class SmtpSender(MailOptions options, TimeProvider clock) : IMessageSender
{
    public bool IsIdempotent => false;

    public async Task Send(Message message, CancellationToken ct)
    {
        using var mail = Mail.Of(message, options.From, clock.GetUtcNow());
        using var smtp = new SmtpClient { Timeout = (int)options.Timeout.TotalMilliseconds };
        await Connect(smtp, ct);
        try
        {
            await smtp.SendAsync(mail, ct);
        }
        catch (SmtpCommandException e) when ((int)e.StatusCode >= 500)
        {
            throw new PermanentSendException(e.ErrorCode == SmtpErrorCode.RecipientNotAccepted ? "address_refused" : "refused");
        }
        catch (SmtpCommandException e)
        {
            throw new NotSentException($"{options.Server} does not accept the message now ({(int)e.StatusCode}).", e);
        }
        catch (NotSupportedException)
        {
            throw new PermanentSendException("address_refused");       // characters that this server does not support (SMTPUTF8)
        }
        await Quit(smtp, ct);
    }

    private async Task Connect(SmtpClient smtp, CancellationToken ct)
    {
        try
        {
            await smtp.ConnectAsync(options.Server, options.Port, Encryption, ct);
            if (options.User.Length > 0)
                await smtp.AuthenticateAsync(options.User, options.Password, ct);
        }
        catch (Exception e)
        {
            throw new NotSentException(
                $"{options.Server}:{options.Port} cannot be reached or rejects "
                + $"{(options.User.Length > 0 ? options.User : "anonymous access")}.", e);
        }
    }

    /// <summary>The server has accepted the message: a failing QUIT does not matter.</summary>
    private static async Task Quit(SmtpClient smtp, CancellationToken ct)
    {
        try
        {
            await smtp.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e) when (e is IOException or ProtocolException or CommandException or OperationCanceledException)
        {
            smtp.Disconnect(quit: false, CancellationToken.None);
        }
    }

    private SecureSocketOptions Encryption => options switch
    {
        { Unencrypted: true } => SecureSocketOptions.StartTlsWhenAvailable,
        { Port: 465 } => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };
}
