using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Hosting;

namespace Shop.Web;

/// <summary>Server-sent events that stay open through proxies and end when the app stops. Injected into endpoints.</summary>
public sealed class EventStreams(TimeProvider clock, IHostApplicationLifetime app)
{
    /// <summary>
    /// The interval of <c>event: heartbeat</c>, which keeps proxies from closing the stream. The stream also opens with one.
    /// </summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Streams these events with heartbeats. The stream ends with its source, when the client disconnects, or when the app
    /// stops: an open stream must not delay a shutdown, and a reconnecting client continues by <see cref="LastEventId"/>.
    /// </summary>
    /// <param name="events">The events; their source must honour its cancellation token.</param>
    public ServerSentEventsResult<T> Open<T>(IAsyncEnumerable<SseItem<T>> events) where T : class =>
        TypedResults.ServerSentEvents(Heartbeats.Between(events, HeartbeatInterval, clock, app.ApplicationStopping));
}
