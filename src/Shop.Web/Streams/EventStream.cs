using System.Net.ServerSentEvents;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Shop.Web;

/// <summary>
/// An open stream of server-sent events as a response. ASP.NET's own writes no comment lines, so its heartbeats would be events that clients
/// hand to their code.
/// </summary>
public sealed class EventStream<T> : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider where T : class
{
    private readonly IAsyncEnumerable<SseItem<T>> _events;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _stopping;

    internal EventStream(IAsyncEnumerable<SseItem<T>> events, TimeProvider clock, CancellationToken stopping) =>
        (_events, _clock, _stopping) = (events, clock, stopping);

    int? IStatusCodeHttpResult.StatusCode => StatusCodes.Status200OK;

    /// <summary>Writes events and heartbeats until the stream ends.</summary>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";       // nginx, and proxies that learned from it, pass each event on at once
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await foreach (var item in Heartbeats.Between(_events, EventStreams.HeartbeatInterval, _clock, _stopping, httpContext.RequestAborted))
        {
            await response.WriteAsync(item is { } happened ? Text(happened) : ": heartbeat\n\n", httpContext.RequestAborted);
            await response.Body.FlushAsync(httpContext.RequestAborted);
        }
    }

    /// <summary>An event as it is written (WHATWG HTML, server-sent events). JSON is one line.</summary>
    private static string Text(SseItem<T> item)
    {
        var text = new StringBuilder();
        if (item.EventType != SseParser.EventTypeDefault)
            text.Append("event: ").Append(item.EventType).Append('\n');
        text.Append("data: ").Append(JsonSerializer.Serialize(item.Data, ShopJson.Options)).Append('\n');
        if (item.EventId is { } id)
            text.Append("id: ").Append(id).Append('\n');
        return text.Append('\n').ToString();
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(SseItem<T>), ["text/event-stream"]));
        builder.Metadata.Add(new RespondsWithStream(typeof(T)));
    }
}

/// <summary>Marks an endpoint whose response is a stream of events.</summary>
/// <param name="Data">The type of an event's data.</param>
internal sealed record RespondsWithStream(Type Data);
