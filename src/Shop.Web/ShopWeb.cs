using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Shop.Web;

/// <summary>The two calls that a host makes so that all modules' endpoints share one set of conventions.</summary>
public static class ShopWeb
{
    /// <summary>Largest request body, in bytes. An endpoint that needs more says so with RequestSizeLimit metadata.</summary>
    public const long MaxBodyBytes = 64 * 1024;

    /// <summary>Adds strict JSON, problem details, the limits of Kestrel, and the problem codes that HTTP itself has.</summary>
    public static IServiceCollection AddShopWeb(this IServiceCollection services)
    {
        services.Configure<JsonOptions>(options => ShopJson.Apply(options.SerializerOptions));
        // In Development this is the default and in production not; here a body is read the same way in both.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        // Before AddProblemDetails: the first writer that can, writes.
        services.Insert(0, ServiceDescriptor.Singleton<IProblemDetailsWriter, ProblemWriter>());
        services.AddProblemDetails();
        services.AddExceptionHandler<ExceptionToProblem>();
        services.AddProblemCodes(typeof(WebProblems)).AddProblemCodes(typeof(IdempotencyProblems)).AddProblemCodes(typeof(OperatorProblems));
        services.AddSingleton<ProblemCodes>();
        services.AddSingleton<EventStreams>();
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>
    /// Puts the conventions round everything that follows; call it first. Authentication, authorization and rate limiting are
    /// to be added explicitly after it: where ASP.NET adds them by itself they stand outside, and their refusals have no body.
    /// </summary>
    /// <exception cref="InvalidOperationException">Two modules declare one problem code with different meanings.</exception>
    public static WebApplication UseShopWeb(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Services.GetRequiredService<ProblemCodes>();
        app.UseMiddleware<Correlation>();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(LargeBodies.Reject);
        app.Use(QueryText.RejectNul);
        ProblemPages.Map(app);
        return app;
    }
}
