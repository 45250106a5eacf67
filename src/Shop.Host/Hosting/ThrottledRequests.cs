
namespace Shop.Host.Hosting;

/// <summary>Tells the bus how many requests are being answered.</summary>
internal static class ThrottledRequests
{
    /// <summary>
    /// Counts the requests of these endpoints. A filter and no middleware: it begins when the request has been read, however slowly its client
    /// sends, and ends when the answer is made, however long a stream is open.
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
