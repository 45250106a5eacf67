using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Web;

/// <summary>
/// Which other sites' pages may use the API: the list <c>Api:Cors:Origins</c>, nobody by default, and in Development those of this
/// machine. What lies under /ops is for none of them.
/// </summary>
public static class ShopCors
{
    private static readonly string[] ExposedHeaders =
        ["ETag", "Location", "Link", "Retry-After", "RateLimit", "RateLimit-Policy", IdempotencyKey.ReplayedHeader, CorrelationId.Header];

    /// <summary>Reads <c>Api:Cors:Origins</c>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="development">Whether pages of this machine may use it where none are named: a front end under development has a port of its own.</param>
    /// <exception cref="ArgumentException">One of them is not an origin.</exception>
    public static IServiceCollection AddShopCors(this IServiceCollection services, IConfiguration configuration, bool development = false)
    {
        var origins = Origins(configuration);
        var allowed = new AllowedOrigins(origins, ThisMachine: development && origins.Length == 0);
        services.AddSingleton(allowed);
        return services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .SetIsOriginAllowed(allowed.Has).AllowAnyHeader().AllowAnyMethod().WithExposedHeaders(ExposedHeaders).SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
    }

    /// <summary>Answers other sites' pages; before whatever may refuse a request, so that they can read the refusal.</summary>
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
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.GetLeftPart(UriPartial.Authority) != origin)
                throw new ArgumentException($"Api:Cors:Origins has \"{origin}\". An origin has the form https://shop.example.com, without a path.");
        return origins;
    }
}

/// <summary>The origins whose pages may use the API.</summary>
/// <param name="Origins">Those that are named.</param>
/// <param name="ThisMachine">Whether those of this machine may too.</param>
internal sealed record AllowedOrigins(IReadOnlyList<string> Origins, bool ThisMachine)
{
    public bool AreAny => ThisMachine || Origins.Count > 0;

    public bool Has(string origin) => Origins.Contains(origin) || (ThisMachine && Uri.TryCreate(origin, UriKind.Absolute, out var url) && url.IsLoopback);
}
