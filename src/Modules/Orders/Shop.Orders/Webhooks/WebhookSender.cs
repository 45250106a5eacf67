using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Web;

namespace Shop.Orders;

/// <summary>Posts deliveries. Only public addresses are called, and in Development this machine.</summary>
internal sealed class WebhookSender : IDisposable
{
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private readonly bool _development;

    public WebhookSender(WebhookSettings settings, IHostEnvironment environment, TimeProvider clock, ILogger<WebhookSender> log)
    {
        _development = environment.IsDevelopment();
        _clock = clock;
        // The answer's body is nobody's business here, so no more than its head is read.
        _http = new HttpClient(WebhookAddress.Handler(_development)) { Timeout = settings.Patience, MaxResponseContentBufferSize = 1 };
        if (_development)
            log.LogWarning("Webhooks may lead to this machine, over http too: this is Development");
    }

    /// <summary>Why a webhook may not have this address; null when it may.</summary>
    public string? Refusal(string url) => WebhookAddress.Refusal(url, _development);

    /// <summary>Tries once. What went wrong is in the answer.</summary>
    public async Task<DeliveryTry> Send(Webhook webhook, WebhookDelivery delivery, CancellationToken ct)
    {
        var (at, began) = (_clock.GetUtcNow(), Stopwatch.GetTimestamp());
        try
        {
            using var request = Signed(webhook, delivery, at);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return Made((int)answer.StatusCode, answer.IsSuccessStatusCode ? null : $"The receiver answered {(int)answer.StatusCode}.");
        }
        catch (HttpRequestException e)
        {
            return Made(null, (e.InnerException ?? e).Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Made(null, $"The receiver has not answered within {_http.Timeout.TotalSeconds:0.#} s.");
        }

        DeliveryTry Made(int? status, string? error) => new(at.UtcDateTime, status, error, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private static HttpRequestMessage Signed(Webhook webhook, WebhookDelivery delivery, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", delivery.MessageId);
        request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(webhook.Secret, delivery.MessageId, seconds, delivery.Body));
        return request;
    }

    public void Dispose() => _http.Dispose();
}
