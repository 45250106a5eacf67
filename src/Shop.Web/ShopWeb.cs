using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Shop.Web;

/// <summary>The shared conventions of all modules' endpoints; a host makes these two calls.</summary>
public static class ShopWeb
{
    /// <summary>The maximum size of a request body, in bytes. An endpoint that needs more has RequestSizeLimit metadata.</summary>
    public const long MaxBodyBytes = 64 * 1024;

    /// <summary>Adds strict JSON, problem details, Kestrel limits and the general problem codes.</summary>
    public static IServiceCollection AddShopWeb(this IServiceCollection services)
    {
        services.Configure<JsonOptions>(options => ShopJson.Apply(options.SerializerOptions));
        // The default in Development only; this makes body errors the same everywhere.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        // Before AddProblemDetails: the first capable writer is used.
        services.Insert(0, ServiceDescriptor.Singleton<IProblemDetailsWriter, ProblemWriter>());
        services.AddProblemDetails();
        services.AddCompression();
        services.AddExceptionHandler<ExceptionToProblem>();
        services.AddProblemCodes(typeof(WebProblems)).AddProblemCodes(typeof(IdempotencyProblems))
            .AddProblemCodes(typeof(OperatorProblems));
        services.AddSingleton<ProblemCodes>();
        services.AddSingleton<EventStreams>();
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>
    /// Adds the conventions around everything that follows; call it first. Add authentication, authorization and rate limiting
    /// explicitly after it: if ASP.NET adds them itself they run outside, and their errors have no body.
    /// </summary>
    /// <exception cref="InvalidOperationException">Two modules declare one problem code with different meanings.</exception>
    public static WebApplication UseShopWeb(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Services.GetRequiredService<ProblemCodes>();
        app.UseMiddleware<Correlation>();
        app.UseResponseCompression();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(LargeBodies.Reject);
        app.Use(QueryText.RejectNul);
        ProblemPages.Map(app);
        return app;
    }
}
