using Shop.Web;

namespace Shop.Host.Alerts;

/// <summary>Registers the alert channels beside the log: the sections <c>Alerts:Webhook</c> and <c>Alerts:Mail</c>.</summary>
internal static class AlertsRegistration
{
    /// <exception cref="ArgumentException">An address cannot be used; the message says why.</exception>
    public static IServiceCollection AddAlerts(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration["Alerts:Webhook"] is { Length: > 0 } address)
            services.AddSingleton<IAlertChannel>(
                new WebhookAlertChannel(WebhookAddressGuard.Parse("Alerts:Webhook", address, loopback: environment.IsDevelopment())));
        if (configuration.GetSection("Alerts:Mail").Get<MailSettings>() is { Server.Length: > 0 } mail)
            services.AddSingleton<IAlertChannel>(new MailAlertChannel(mail.Checked()));
        return services;
    }
}
