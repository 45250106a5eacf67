using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Shop.Notifications.Tests;

/// <summary>A request the provider received.</summary>
internal sealed record ProviderRequest(string Path, string? Key, string? Bearer, JsonElement Body);

/// <summary>An external HTTP server on a free port of 127.0.0.1. Tests queue its statuses; the default is 200.</summary>
internal sealed class HttpProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ProviderRequest> _requests = new();
    private readonly ConcurrentQueue<int> _statuses = new();

    private HttpProvider(WebApplication app) => _app = app;

    /// <summary>Closes the connection instead of responding.</summary>
    public const int NoResponse = 0;

    public string Url => _app.Urls.Single() + "/messages";

    public IReadOnlyList<ProviderRequest> Requests => [.. _requests];

    public static async Task<HttpProvider> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new HttpProvider(app);
        app.Run(provider.Respond);
        await app.StartAsync();
        return provider;
    }

    public void Respond(params int[] statuses)
    {
        foreach (var response in statuses)
            _statuses.Enqueue(response);
    }

    private async Task Respond(HttpContext context)
    {
        var body = await JsonDocument.ParseAsync(context.Request.Body);
        _requests.Enqueue(
            new ProviderRequest(
            context.Request.Path, context.Request.Headers["Idempotency-Key"], context.Request.Headers.Authorization, body.RootElement));
        var status = _statuses.TryDequeue(out var queued) ? queued : StatusCodes.Status200OK;
        if (status == NoResponse)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = status;
        if (status is >= 300 and < 400)
            context.Response.Headers.Location = "/other";
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
