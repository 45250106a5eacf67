using Shop.Messaging;
using Shop.Web;

namespace Shop.Host.Alerts;

/// <summary>Posts alerts as JSON: <c>{"text": …, "alert": {…}}</c>, which chat programs take as it is.</summary>
internal sealed class WebhookAlert : IAlert, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Uri _url;
    private readonly HttpClient _http;

    public WebhookAlert(WebhookAddress address)
    {
        _url = address.Url;
        _http = new HttpClient(WebhookAddress.Handler(address.MayBeLoopback)) { Timeout = Patience, MaxResponseContentBufferSize = 64 * 1024 };
    }

    public async Task Raise(Alert alert, CancellationToken ct)
    {
        using var answer = await _http.PostAsJsonAsync(_url, new { text = alert.ToString(), alert }, ct);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}
