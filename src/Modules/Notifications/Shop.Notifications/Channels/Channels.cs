
namespace Shop.Notifications;

/// <summary>E-mail to who ordered.</summary>
internal sealed class Email(IMailSender post) : IChannel
{
    public static string Name => "email";

    public static RetryPolicy Retry => RetryPolicy.Default;

    public IMailSender Post => post;

    public string? WhyNot(Known known) => known.Chosen is { Email: false } ? "opted_out" : null;

    public string AddressOf(Known known) => known.Recipient.Email;

    public string LanguageOf(Known known) => known.Language;
}

/// <summary>An SMS to who ordered. It is for the moment: after some hours it is not worth sending.</summary>
internal sealed class Sms(IMailSender post) : IChannel
{
    public static string Name => "sms";

    public static RetryPolicy Retry { get; } = new(Attempts: 30, MaxAge: TimeSpan.FromHours(4));

    public IMailSender Post => post;

    public string? WhyNot(Known known) => known.Chosen switch
    {
        { Sms: false } => "opted_out",
        { Phone: not null } => null,
        _ => "no_phone_number",
    };

    public string AddressOf(Known known) => known.Chosen!.Phone!;

    public string LanguageOf(Known known) => known.Language;
}

/// <summary>A message to the shop's account manager, in the shop's language.</summary>
internal sealed class AccountManager(IMailSender post) : IChannel
{
    public static string Name => "account_manager";

    public static RetryPolicy Retry => RetryPolicy.Default;

    public IMailSender Post => post;

    public string? WhyNot(Known known) => null;

    public string AddressOf(Known known) => "account-manager";

    public string LanguageOf(Known known) => Language.Usual;
}
