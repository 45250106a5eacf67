using Shop.Web;

namespace Shop.Host.Alerts;

/// <summary>Posts alerts as JSON: <c>{"text": …, "alert": {…}}</c>, which chat programs accept as it is.</summary>
internal sealed class WebhookAlertChannel(WebhookAddressGuard address) : IAlertChannel, IDisposable
{
    private readonly HttpClient _http = address.CreateClient(timeout: TimeSpan.FromSeconds(5));

    public async Task Send(Alert alert, CancellationToken ct)
    {
        using var answer = await _http.PostAsJsonAsync(address.Url, new { text = alert.ToString(), alert }, ct);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}
