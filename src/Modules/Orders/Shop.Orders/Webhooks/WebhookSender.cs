using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Web;

namespace Shop.Orders;

/// <summary>Posts deliveries to public addresses only; in Development also to this machine.</summary>
internal sealed class WebhookSender
{
    private const string Id = "webhook-id";
    private const string Timestamp = "webhook-timestamp";
    private const string Signature = "webhook-signature";

    /// <summary>Product and version, so that receivers can tell the shop's calls in their logs.</summary>
    private static readonly ProductInfoHeaderValue UserAgent =
        new("Shop-Webhooks", typeof(WebhookSender).Assembly.GetName().Version!.ToString(3));

    private readonly WebhookSettings _settings;
    private readonly WebhookSecrets _secrets;
    private readonly TimeProvider _clock;
    private readonly bool _development;

    public WebhookSender(
        WebhookSettings settings, WebhookSecrets secrets, IHostEnvironment environment, TimeProvider clock, ILogger<WebhookSender> log)
    {
        _settings = settings;
        _secrets = secrets;
        _clock = clock;
        _development = environment.IsDevelopment();
        if (_development)
            log.LogWarning("Webhook sender: Development allows webhooks to this machine, also over http");
    }

    /// <summary>The headers of standardwebhooks.com.</summary>
    public static IReadOnlyList<(string Name, string Description)> Headers { get; } =
    [
        (Id, "The message: the same with each attempt and redelivery, so that the receiver can recognise a duplicate."),
        (Timestamp, "When this attempt was made, in seconds since 1970 UTC. Refuse what is too old."),
        (Signature, "`v1,` and the base64 of HMAC-SHA256 over `{webhook-id}.{webhook-timestamp}.{body}` with the secret's key."),
    ];

    /// <summary>Why a webhook URL is not allowed, without a DNS lookup; null when it is allowed.</summary>
    public string? WhyNotAllowed(string url)
    {
        try
        {
            var address = Address(url);
            return IPAddress.TryParse(address.Url.DnsSafeHost, out var literal) && !address.MayCall(literal)
                ? $"{literal} is not a public address." : null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    private WebhookAddressGuard Address(string url) => WebhookAddressGuard.Parse("The url", url, loopback: _development);

    /// <summary>Makes one attempt. The result holds any error.</summary>
    public async Task<DeliveryAttempt> Send(Webhook webhook, WebhookDelivery delivery, CancellationToken ct)
    {
        var (at, began) = (_clock.GetUtcNow(), Stopwatch.GetTimestamp());
        try
        {
            // One client per call, so one receiver's connection problems do not affect another's.
            using var http = Address(webhook.Url).CreateClient(_settings.Timeout);
            using var request = Signed(webhook, delivery, at);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return Made(
                (int)response.StatusCode, response.IsSuccessStatusCode ? null : $"The receiver answered {(int)response.StatusCode}.");
        }
        catch (HttpRequestException e)
        {
            return Made(null, (e.InnerException ?? e).Message);
        }
        catch (ArgumentException e)
        {
            return Made(null, e.Message);       // it was allowed at registration
        }
        catch (CryptographicException)
        {
            return Made(null, "The webhook's secret cannot be read, so nothing can be signed. Delete the webhook and register it again.");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Made(null, $"The receiver did not respond within {_settings.Timeout.TotalSeconds:0.#} s.");
        }

        DeliveryAttempt Made(int? status, string? error) =>
            new(at.UtcDateTime, status, error, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private HttpRequestMessage Signed(Webhook webhook, WebhookDelivery delivery, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds();
        var request =
            new HttpRequestMessage(
            HttpMethod.Post, webhook.Url) { Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json") };
        request.Headers.UserAgent.Add(UserAgent);
        request.Headers.Add(Id, delivery.MessageId);
        request.Headers.Add(Timestamp, seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(
            Signature, WebhookSignature.Of(_secrets.Reveal(webhook.Secret), delivery.MessageId, seconds, delivery.Body));
        return request;
    }
}
