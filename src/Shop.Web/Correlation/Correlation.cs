using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Shop.Web;

/// <summary>The outermost middleware: sets the correlation id of every request and the common headers of every response.</summary>
internal sealed class Correlation(RequestDelegate next, ILogger<Correlation> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var id = CorrelationId.Of(context.Request);
        // ASP.NET starts an activity only with a listener; the id must flow to the modules regardless.
        using var own = Activity.Current is null ? new Activity("Shop.Request").Start() : null;
        Activity.Current!.SetBaggage(CorrelationId.BaggageKey, id).SetTag(CorrelationId.BaggageKey, id);
        context.Response.OnStarting(AddHeaders, new ResponseState(context, id));
        using (log.BeginScope(new CorrelationScope(id)))
            await next(context);
    }

    // At the last moment, because the exception handler clears headers set earlier.
    private static Task AddHeaders(object state)
    {
        var (context, id) = (ResponseState)state;
        context.Response.Headers[CorrelationId.Header] = id;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Task.CompletedTask;
    }

    private sealed record ResponseState(HttpContext Context, string Id);
}
