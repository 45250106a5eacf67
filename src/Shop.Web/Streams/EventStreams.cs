using System.Net.ServerSentEvents;
using Microsoft.Extensions.Hosting;

namespace Shop.Web;

/// <summary>Server-sent events that stay open through proxies and end when the app stops. Injected into endpoints.</summary>
public sealed class EventStreams(TimeProvider clock, IHostApplicationLifetime app)
{
    /// <summary>
    /// The interval of heartbeats, which keep proxies from closing the stream. A heartbeat is a comment line, which clients pass over. The stream
    /// also opens with one.
    /// </summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Streams these events with heartbeats. The stream ends with its source, when the client disconnects, or when the app
    /// stops: an open stream must not delay a shutdown, and a reconnecting client continues by <see cref="LastEventId"/>.
    /// </summary>
    /// <param name="events">The events; their source must honour its cancellation token.</param>
    public EventStream<T> Open<T>(IAsyncEnumerable<SseItem<T>> events) where T : class => new(events, clock, app.ApplicationStopping);
}
