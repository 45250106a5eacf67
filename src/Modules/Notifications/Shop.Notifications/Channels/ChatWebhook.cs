using System.Net;
using System.Net.Http.Json;
using Shop.Web;

namespace Shop.Notifications;

/// <summary>The section <c>Notifications:AccountManager</c>.</summary>
internal sealed class AccountManagerOptions
{
    /// <summary>The incoming webhook of Slack, or of a chat program that takes the same; empty: messages are put into the mailbox folder. A secret.</summary>
    public string Webhook { get; init; } = "";

    /// <summary>The only hosts that it may lead to; <c>hooks.slack.com</c> when none is given.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Whether it may lead to this machine, and then over http: for trying it out.</summary>
    public bool ThisMachine { get; init; }

    /// <summary>How long it may take to answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <exception cref="ArgumentException">It may not be called; the message says why.</exception>
    public WebhookAddressGuard Address() =>
        WebhookAddressGuard.Parse("Notifications:AccountManager:Webhook", Webhook, ThisMachine, AllowedHosts.Count > 0 ? AllowedHosts : ["hooks.slack.com"]);
}

/// <summary>Posts messages to a chat program's incoming webhook: <c>{"text": …}</c>. It cannot tell repetitions.</summary>
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
            : new NotSentException($"The account manager's webhook answers {(int)response.StatusCode}.");
    }

    private async Task<HttpResponseMessage> Post(Message message, CancellationToken ct)
    {
        try
        {
            return await _http.PostAsJsonAsync(address.Url, new { text = Escaped(message.Content.Text) }, ct);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            throw new NotSentException($"The account manager's webhook cannot be reached: {e.Message}", e);
        }
    }

    /// <summary>Slack reads links, mentions of everybody and the like between these.</summary>
    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    public void Dispose() => _http.Dispose();
}
