using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Web;

namespace Shop.Orders;

/// <summary>Posts deliveries. Only public addresses are called, and in Development this machine.</summary>
internal sealed class WebhookSender
{
    private readonly WebhookSettings _settings;
    private readonly WebhookSecrets _secrets;
    private readonly TimeProvider _clock;
    private readonly bool _development;

    public WebhookSender(WebhookSettings settings, WebhookSecrets secrets, IHostEnvironment environment, TimeProvider clock, ILogger<WebhookSender> log)
    {
        _settings = settings;
        _secrets = secrets;
        _clock = clock;
        _development = environment.IsDevelopment();
        if (_development)
            log.LogWarning("Webhooks may lead to this machine, over http too: this is Development");
    }

    /// <summary>Why a webhook may not have this address, as far as it can be seen without asking what its name stands for; null when it may.</summary>
    public string? WhyNotAllowed(string url)
    {
        try
        {
            var address = Address(url);
            return IPAddress.TryParse(address.Url.DnsSafeHost, out var literal) && !address.MayCall(literal) ? $"{literal} is not a public address." : null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    private WebhookAddressGuard Address(string url) => WebhookAddressGuard.Parse("The url", url, loopback: _development);

    /// <summary>Tries once. What went wrong is in the answer.</summary>
    public async Task<DeliveryAttempt> Send(Webhook webhook, WebhookDelivery delivery, CancellationToken ct)
    {
        var (at, began) = (_clock.GetUtcNow(), Stopwatch.GetTimestamp());
        try
        {
            // A client of its own: what one customer's server does to its connections is not another's concern.
            using var http = Address(webhook.Url).CreateClient(_settings.Timeout);
            using var request = Signed(webhook, delivery, at);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return Made((int)response.StatusCode, response.IsSuccessStatusCode ? null : $"The receiver answered {(int)response.StatusCode}.");
        }
        catch (HttpRequestException e)
        {
            return Made(null, (e.InnerException ?? e).Message);
        }
        catch (ArgumentException e)
        {
            return Made(null, e.Message);       // it was allowed when it was registered
        }
        catch (CryptographicException)
        {
            return Made(null, "The webhook's secret cannot be read any more, so nothing can be signed. Delete it, and register it anew.");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Made(null, $"The receiver has not answered within {_settings.Timeout.TotalSeconds:0.#} s.");
        }

        DeliveryAttempt Made(int? status, string? error) => new(at.UtcDateTime, status, error, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private HttpRequestMessage Signed(Webhook webhook, WebhookDelivery delivery, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", delivery.MessageId);
        request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(_secrets.Reveal(webhook.Secret), delivery.MessageId, seconds, delivery.Body));
        return request;
    }
}
