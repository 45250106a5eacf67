using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Notifications.Contracts;
using Shop.Orders.Contracts;
using Shop.Web;

namespace Shop.Notifications;

/// <summary>
/// Notifies customers, and for large orders the account manager, about orders. The table in <see cref="NotificationWorkflow"/> routes
/// events to channels.
/// </summary>
public sealed class NotificationsModule : IModule
{
    /// <inheritdoc/>
    public string Name => "notifications";

    /// <inheritdoc/>
    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<NotificationsDb>();
        module.Publishes(typeof(NotificationSent).Assembly);

        // Both rules match Order Created: the recipient is saved in the transaction that stores the call.
        module.On<OrderCreated>("save-recipient").Do<SaveRecipient>();
        NotificationWorkflow.Declare(module);
        module.On<EventDeliveryFailed>("record-undelivered").Where(failure => failure.Module, Is.EqualTo(Name)).Do<RecordUndelivered>();
        module.Recurring<PurgeMailbox>("purge-mailbox", "0 40 * * * *");

        module.Services.AddSingleton(new Templates(module.Configuration["Templates"], module.Configuration["ShopName"] ?? "Shop"));
        module.Services.AddSingleton<LookupLimiter>().AddSingleton<SendingOnce>();
        module.Services.AddScoped<RecipientAddresses>().AddScoped<NotificationLog>();
        module.Services.AddProblemCodes(typeof(NotificationsProblems));
        AddChannels(module.Services, module.Configuration);

        module.Endpoints(PreferencesEndpoints.Map);
        module.Endpoints(NotificationsEndpoint.Map);
        module.Endpoints(MailboxEndpoints.Map);
    }

    /// <summary>Each channel uses its configured server or provider, otherwise the mailbox folder.</summary>
    private static void AddChannels(IServiceCollection services, IConfiguration configuration)
    {
        var mail = (configuration.GetSection("Mail").Get<MailOptions>() ?? new MailOptions()).Validated();
        var sms = (configuration.GetSection("Sms").Get<SmsOptions>() ?? new SmsOptions()).Validated();
        var manager = configuration.GetSection("AccountManager").Get<AccountManagerOptions>() ?? new AccountManagerOptions();
        var webhook = manager.Webhook.Length > 0 ? manager.Address() : null;
        var mailbox = configuration.GetSection("Mailbox").Get<MailboxOptions>() ?? new MailboxOptions();

        services.AddSingleton(mailbox).AddSingleton(provider => new MailboxFolder(
            mailbox.Path ?? Path.Combine(StorageSettings.PathOf(provider.GetRequiredService<IConfiguration>()), "mailbox"),
            mail.From, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<MailboxFolder>>()));
        services.AddSingleton(provider => new Email(
            mail.Server.Length > 0
                ? new SmtpSender(mail, provider.GetRequiredService<TimeProvider>()) : provider.GetRequiredService<MailboxFolder>()));
        services.AddSingleton(
            provider => new Sms(sms.Url.Length > 0 ? new SmsProvider(sms) : provider.GetRequiredService<MailboxFolder>()));
        services.AddSingleton(provider => new AccountManager(
            webhook is not null ? new ChatWebhook(webhook, manager.Timeout) : provider.GetRequiredService<MailboxFolder>()));
    }
}
