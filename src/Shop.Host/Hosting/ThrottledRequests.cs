
namespace Shop.Host.Hosting;

/// <summary>Counts running requests, so that the bus yields to them.</summary>
internal static class ThrottledRequests
{
    /// <summary>
    /// Counts the requests of these endpoints. A filter, not a middleware: it starts when the request has been read, however slowly its
    /// client
    /// sends, and ends when the answer is made, however long a stream stays open.
    /// </summary>
    public static RouteGroupBuilder TrackRequests(this RouteGroupBuilder endpoints)
    {
        endpoints.AddEndpointFilter(async (context, next) =>
        {
            using var counted = context.HttpContext.RequestServices.GetRequiredService<EventThrottle>().TrackRequest();
            return await next(context);
        });
        return endpoints;
    }
}
