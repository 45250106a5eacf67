using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Hosting;

namespace Shop.Web;

/// <summary>Answers with server-sent events that stay alive through proxies and end when the app stops. Injected into endpoints.</summary>
public sealed class EventStreams(TimeProvider clock, IHostApplicationLifetime app)
{
    /// <summary>How often a stream says <c>event: heartbeat</c>, so that nobody between closes it. It also opens with one.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A stream of these events with heartbeats between. It ends with its source, when the client leaves, or when the app
    /// stops: an open stream must not hold up a shutdown, and a client that connects again goes on by <see cref="LastEventId"/>.
    /// </summary>
    /// <param name="events">The events; their source must stop when its cancellation token says so.</param>
    public ServerSentEventsResult<T> Open<T>(IAsyncEnumerable<SseItem<T>> events) where T : class =>
        TypedResults.ServerSentEvents(Heartbeats.Between(events, HeartbeatInterval, clock, app.ApplicationStopping));
}
