using Shop.Messaging;

namespace Shop.Host.Hosting;

/// <summary>Tells the bus how many requests are being answered.</summary>
internal static class Requests
{
    /// <summary>Counts the requests that change something; reading is quick, or a stream that stays open.</summary>
    public static void UseRightOfWay(this WebApplication app)
    {
        var requests = app.Services.GetRequiredService<RightOfWay>();
        app.Use(async (http, next) =>
        {
            using var counted = HttpMethods.IsGet(http.Request.Method) ? null : requests.Enter();
            await next(http);
        });
    }
}
