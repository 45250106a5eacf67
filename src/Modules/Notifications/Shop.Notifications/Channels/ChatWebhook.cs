using System.Net.Http.Json;
using Shop.Web;

namespace Shop.Notifications;

/// <summary>The section <c>Notifications:AccountManager</c>.</summary>
internal sealed class AccountManagerOptions
{
    /// <summary>The incoming webhook of Slack or a compatible chat; empty: messages go to the mailbox folder. A secret.</summary>
    public string Webhook { get; init; } = "";

    /// <summary>The allowed hosts; <c>hooks.slack.com</c> if empty.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Whether this machine is allowed, also over http: for local tests.</summary>
    public bool ThisMachine { get; init; }

    /// <summary>The timeout.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <exception cref="ArgumentException">The address is not allowed; the message says why.</exception>
    public WebhookAddressGuard Address() =>
        WebhookAddressGuard.Parse(
            "Notifications:AccountManager:Webhook", Webhook, ThisMachine, AllowedHosts.Count > 0 ? AllowedHosts : ["hooks.slack.com"]);
}

/// <summary>Posts messages to a chat's incoming webhook: <c>{"text": …}</c>. The chat does not detect duplicates.</summary>
internal sealed class ChatWebhook(WebhookAddressGuard address, TimeSpan timeout) : IMessageSender, IDisposable
{
    private readonly HttpClient _http = address.CreateClient(timeout);

    public bool IsIdempotent => false;

    public async Task Send(Message message, CancellationToken ct)
    {
        using var response = await Post(message, ct);
        if (response.IsSuccessStatusCode)
            return;
        throw (int)response.StatusCode is >= 300 and < 500 and not 429 and not 408
            ? new PermanentSendException("refused")
            : new NotSentException($"The account manager's webhook returned {(int)response.StatusCode}.");
    }

    private async Task<HttpResponseMessage> Post(Message message, CancellationToken ct)
    {
        try
        {
            return await _http.PostAsJsonAsync(address.Url, new { text = Escaped(message.Content.Text) }, ct);
        }
        catch (HttpRequestException e) when (
            e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError)
        {
            throw new NotSentException($"The account manager's webhook cannot be reached: {e.Message}", e);
        }
    }

    /// <summary>Slack interprets links and mentions between these characters.</summary>
    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    public void Dispose() => _http.Dispose();
}
