using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.ResponseCompression;
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

    /// <summary>Not streams: a compressed event would wait for the next.</summary>
    private static readonly string[] CompressedTypes =
    [
        "application/json", "application/problem+json", "application/yaml", "application/schema+json", "application/vnd.oai.openapi+json",
        "application/vnd.aai.asyncapi+json", "text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml",
    ];

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
        services.AddExceptionHandler<ExceptionToProblem>();
        services.AddRequestDecompression();
        services.AddResponseCompression(compression =>
        {
            // BREACH needs a secret beside text of the attacker in a response that the victim's browser fetches again and again with its
            // credentials. The shop has no cookies, and its one secret, a webhook's, is new in each response and never sent again.
            compression.EnableForHttps = true;
            compression.MimeTypes = CompressedTypes;
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
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
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(HeadRequests.RouteAsGet);
        app.UseResponseCompression();
        app.Use(EmptyBodies.Ignore);
        app.UseRouting();
        app.Use(HeadRequests.RejectOnStreams);
        app.Use(LargeBodies.Reject);
        app.Use(EncodedBodies.RejectUnknown);
        app.UseRequestDecompression();
        app.Use(QueryText.RejectNul);
        app.Use(QueryParameters.RejectUnknown);
        ProblemPages.Map(app);
        return app;
    }
}
