using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Shop.Testing;

/// <summary>A real server on 127.0.0.1 that receives webhooks and responds as a test says.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly Channel<ReceivedWebhook> _received = Channel.CreateUnbounded<ReceivedWebhook>();
    private readonly ConcurrentQueue<int> _statuses = new();

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>Its URL.</summary>
    public string Url => _app.Urls.Single() + "/hook";

    /// <summary>Starts it; it responds with 204.</summary>
    public static async Task<WebhookReceiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.Run(receiver.Handle);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Responds with these statuses first, one per request.</summary>
    public void RespondFirst(params int[] statuses)
    {
        foreach (var status in statuses)
            _statuses.Enqueue(status);
    }

    /// <summary>The next webhook.</summary>
    public async Task<ReceivedWebhook> Next()
    {
        using var timeout = new CancellationTokenSource(Timeout);
        return await _received.Reader.ReadAsync(timeout.Token);
    }

    /// <summary>Reads until a webhook of this type.</summary>
    public async Task<ReceivedWebhook> Next(string type)
    {
        while (true)
            if (await Next() is var received && received.Type == type)
                return received;
    }

    /// <summary>The received webhooks that the test has not read.</summary>
    public IReadOnlyList<ReceivedWebhook> Rest()
    {
        var rest = new List<ReceivedWebhook>();
        while (_received.Reader.TryRead(out var received))
            rest.Add(received);
        return rest;
    }

    private async Task Handle(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        context.Response.StatusCode = _statuses.TryDequeue(out var status) ? status : StatusCodes.Status204NoContent;
        if (context.Response.StatusCode is 307)
            context.Response.Headers.Location = Url + "/elsewhere";
        _received.Writer.TryWrite(new ReceivedWebhook(context.Request.Path, headers, body));
    }

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>A request to a <see cref="WebhookReceiver"/>.</summary>
/// <param name="Path">The path.</param>
/// <param name="Headers">The headers, by their names in lower case.</param>
/// <param name="Body">The body.</param>
public sealed record ReceivedWebhook(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>Its type.</summary>
    public string Type => Json.GetProperty("type").GetString()!;

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);
}
