using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Shop.Notifications;

/// <summary>The section <c>Notifications:Sms</c>.</summary>
internal sealed class SmsOptions
{
    /// <summary>Where the provider takes messages; empty: SMS are put into the mailbox folder.</summary>
    public string Url { get; init; } = "";

    /// <summary>The key that it gave the shop, from a secret store.</summary>
    public string Key { get; init; } = "";

    /// <summary>Who writes: a number, or up to 11 letters.</summary>
    public string From { get; init; } = "Shop";

    /// <summary>How long it may take to answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <exception cref="ArgumentException">The address cannot be used.</exception>
    public SmsOptions Validated() =>
        Url.Length == 0 || Uri.TryCreate(Url, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback && url.Scheme == Uri.UriSchemeHttp)
            ? this
            : throw new ArgumentException($"Notifications:Sms:Url is \"{Url}\". Set the provider's address; it begins with https.");
}

/// <summary>
/// Hands SMS to a provider over HTTP: <c>POST {"from", "to", "text"}</c> with the shop's key as bearer token and the message's as
/// Idempotency-Key, by which the provider tells repetitions.
/// </summary>
internal sealed class SmsProvider(SmsOptions options) : IMessageSender, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
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
            : new NotSentException($"The SMS provider answers {(int)response.StatusCode}.");
    }

    /// <summary>What this message gets it always will; a wrong key or too many requests are the shop's to mend.</summary>
    private static bool IsPermanent(HttpStatusCode status) =>
        status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.UnprocessableEntity;

    public void Dispose() => _http.Dispose();
}
