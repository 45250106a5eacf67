using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Web;

/// <summary>
/// CORS: the sites in <c>Api:Cors:Origins</c> may use the API from a browser; by default none, and in Development pages of this machine.
/// No site may use /ops.
/// </summary>
public static class ShopCors
{
    private static readonly string[] ExposedHeaders =
        ["ETag", "Location", "Link", "Retry-After", "RateLimit", "RateLimit-Policy", IdempotencyKey.ReplayedHeader, CorrelationId.Header];

    /// <summary>Reads <c>Api:Cors:Origins</c>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="development">Whether pages of this machine are allowed if none are listed: a front end in development has its own
    /// port.</param>
    /// <exception cref="ArgumentException">An entry is not an origin.</exception>
    public static IServiceCollection AddShopCors(this IServiceCollection services, IConfiguration configuration, bool development = false)
    {
        var origins = Origins(configuration);
        var allowed = new AllowedOrigins(origins, ThisMachine: development && origins.Length == 0);
        services.AddSingleton(allowed);
        return services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .SetIsOriginAllowed(allowed.Has).AllowAnyHeader().AllowAnyMethod().WithExposedHeaders(ExposedHeaders)
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
    }

    /// <summary>Adds CORS headers; before middleware that rejects requests, so that pages can read the problem.</summary>
    public static WebApplication UseShopCors(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.Services.GetRequiredService<AllowedOrigins>().AreAny)
            app.UseWhen(context => context.Request.Path.StartsWithSegments("/v1"), api => api.UseCors());
        return app;
    }

    private static string[] Origins(IConfiguration configuration)
    {
        var origins = configuration.GetSection("Api:Cors:Origins").Get<string[]>() ?? [];
        foreach (var origin in origins)
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
                || url.GetLeftPart(UriPartial.Authority) != origin)
                throw new ArgumentException(
                    $"Api:Cors:Origins has \"{origin}\". An origin has the form https://shop.example.com, without a path.");
        return origins;
    }
}

/// <summary>The allowed origins.</summary>
/// <param name="Origins">The listed origins.</param>
/// <param name="ThisMachine">Whether origins of this machine are allowed.</param>
internal sealed record AllowedOrigins(IReadOnlyList<string> Origins, bool ThisMachine)
{
    public bool AreAny => ThisMachine || Origins.Count > 0;

    public bool Has(string origin) =>
        Origins.Contains(origin) || (ThisMachine && Uri.TryCreate(origin, UriKind.Absolute, out var url) && url.IsLoopback);
}
