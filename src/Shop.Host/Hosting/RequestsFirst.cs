using Shop.Messaging;

namespace Shop.Host.Hosting;

/// <summary>Requests that change something go before the events that follow from earlier ones. Reading is left out: a stream may last for minutes.</summary>
internal static class RequestsFirst
{
    public static WebApplication UseRequestsFirst(this WebApplication app)
    {
        var foreground = app.Services.GetRequiredService<Foreground>();
        app.Use(next => context => HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? next(context)
            : Answer(next, context, foreground));
        return app;
    }

    private static async Task Answer(RequestDelegate next, HttpContext context, Foreground foreground)
    {
        foreground.Begin();
        try
        {
            await next(context);
        }
        finally
        {
            foreground.End();
        }
    }
}
