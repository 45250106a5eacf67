
namespace Shop.Notifications;

/// <summary>E-mail to the customer.</summary>
internal sealed class Email(IMessageSender sender) : IChannel
{
    public static string Name => "email";

    public static RetryPolicy Retry => RetryPolicy.Default;

    public IMessageSender Sender => sender;

    public string? SkipReason(Known known) => known.Chosen is { Email: false } ? "opted_out" : null;

    public string AddressOf(Known known) => known.Recipient.Email;

    public string LanguageOf(Known known) => known.Language;
}

/// <summary>An SMS to the customer. It is not worth sending after a few hours.</summary>
internal sealed class Sms(IMessageSender sender) : IChannel
{
    public static string Name => "sms";

    public static RetryPolicy Retry { get; } = new(Attempts: 30, MaxAge: TimeSpan.FromHours(4));

    public IMessageSender Sender => sender;

    public string? SkipReason(Known known) => known.Chosen switch
    {
        { Sms: false } => "opted_out",
        { Phone: not null } => null,
        _ => "no_phone_number",
    };

    public string AddressOf(Known known) => known.Chosen!.Phone!;

    public string LanguageOf(Known known) => known.Language;
}

/// <summary>A message to the shop's account manager, in the shop's language.</summary>
internal sealed class AccountManager(IMessageSender sender) : IChannel
{
    public static string Name => "account_manager";

    public static RetryPolicy Retry => RetryPolicy.Default;

    public IMessageSender Sender => sender;

    public string? SkipReason(Known known) => null;

    public string AddressOf(Known known) => "account-manager";

    public string LanguageOf(Known known) => Language.Default;
}
