using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Shop.Notifications;

/// <summary>The section <c>Notifications:Sms</c>.</summary>
internal sealed class SmsOptions
{
    /// <summary>The provider's URL; empty: SMS go to the mailbox folder.</summary>
    public string Url { get; init; } = "";

    /// <summary>The provider's key, from a secret store.</summary>
    public string Key { get; init; } = "";

    /// <summary>The sender: a number, or up to 11 letters.</summary>
    public string From { get; init; } = "Shop";

    /// <summary>The timeout.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <exception cref="ArgumentException">The URL is not valid.</exception>
    public SmsOptions Validated() =>
        Url.Length == 0 || Uri.TryCreate(Url, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback && url.Scheme == Uri.UriSchemeHttp)
            ? this
            : throw new ArgumentException($"Notifications:Sms:Url is \"{Url}\". Set the provider's https URL.");
}

/// <summary>
/// Sends SMS through a provider over HTTP: <c>POST {"from", "to", "text"}</c> with the shop's key as bearer token and the message's key as
/// Idempotency-Key, by which the provider detects duplicates.
/// </summary>
internal sealed class SmsProvider(SmsOptions options) : IMessageSender, IDisposable
{
    private readonly HttpClient _http =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        BaseAddress = new Uri(options.Url), Timeout = options.Timeout, MaxResponseContentBufferSize = 64 * 1024,
    };

    public bool IsIdempotent => true;

    public async Task Send(Message message, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _http.BaseAddress)
        {
            Content = JsonContent.Create(new { from = options.From, to = message.To, text = message.Content.Text }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Key);
        request.Headers.Add("Idempotency-Key", message.Key);
        using var response = await _http.SendAsync(request, ct);
        if (response.IsSuccessStatusCode)
            return;
        throw IsPermanent(response.StatusCode)
            ? new PermanentSendException("refused")
            : new NotSentException($"The SMS provider returned {(int)response.StatusCode}.");
    }

    /// <summary>Statuses that retrying cannot change. A wrong key or too many requests are for the shop to fix.</summary>
    private static bool IsPermanent(HttpStatusCode status) =>
        status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.UnprocessableEntity;

    public void Dispose() => _http.Dispose();
}
