using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Web;

/// <summary>
/// ASP.NET's rate limiter with one bucket per caller. Every response has RateLimit and RateLimit-Policy headers
/// (draft-ietf-httpapi-ratelimit-headers-10); a rejected request gets a problem with Retry-After.
/// </summary>
public static class RateLimits
{
    private const string Policy = "default";

    /// <summary>Reads <c>Api:RateLimit</c>.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it.</exception>
    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var limit = (configuration.GetSection("Api:RateLimit").Get<RateLimit>() ?? new RateLimit()).Validated();
        services.AddSingleton(limit);
        services.AddSingleton(PartitionedRateLimiter.Create<HttpContext, string>(limit.For));
        services.AddOptions<RateLimiterOptions>().Configure<PartitionedRateLimiter<HttpContext>>((options, limiter) =>
        {
            options.GlobalLimiter = limiter;
            options.OnRejected = (rejected, _) => new ValueTask(LimitExceeded(limit).ExecuteAsync(rejected.HttpContext));
        });
        return services.AddRateLimiter(_ => { });
    }

    /// <summary>Adds the rate limiter; call it after <see cref="ShopWeb.UseShopWeb"/>.</summary>
    public static WebApplication UseRateLimits(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var limit = app.Services.GetRequiredService<RateLimit>();
        if (limit.Requests == 0)
            return app;
        var limiter = app.Services.GetRequiredService<PartitionedRateLimiter<HttpContext>>();
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() => WriteHeaders(context, limit, limiter));
            return next(context);
        });
        app.UseRateLimiter();
        return app;
    }

    /// <summary>At the last moment, because the exception handler clears headers set earlier.</summary>
    private static Task WriteHeaders(HttpContext context, RateLimit limit, PartitionedRateLimiter<HttpContext> limiter)
    {
        if (limiter.GetStatistics(context)?.CurrentAvailablePermits is { } left && left <= limit.Requests)
        {
            context.Response.Headers["RateLimit-Policy"] =
                string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";q={limit.Requests};w={limit.Window.TotalSeconds:0}");
            context.Response.Headers["RateLimit"] =
                string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";r={left};t={(left < limit.Requests ? limit.Period : 0)}");
        }
        return Task.CompletedTask;
    }

    private static Problem LimitExceeded(RateLimit limit)
    {
        var seconds = limit.Period.ToString(CultureInfo.InvariantCulture);
        return Problem
            .Of(WebProblems.TooManyRequests,
                $"The limit of {limit.Requests} requests in {limit.Window} is exhausted. Send the request again in {seconds} s.")
            .With("Retry-After", seconds);
    }
}
