using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Web;

/// <summary>
/// Compresses responses with Brotli or gzip, as the client accepts them. Event streams are never compressed: a compressor would hold events
/// back. ETags stay hashes of the content, the same in each encoding.
/// </summary>
internal static class Compression
{
    private static readonly string[] OfTheShop =
    [
        ProblemBody.ContentType, "application/yaml", "application/schema+json", "application/vnd.oai.openapi+json",
        "application/vnd.aai.asyncapi+json",
    ];

    public static IServiceCollection AddCompression(this IServiceCollection services) => services.AddResponseCompression(options =>
    {
        // BREACH needs a secret beside text of the attacker in a response that the victim's browser fetches again and again with its
        // credentials. The shop has no cookies, and its one secret, a webhook's, is new in each response and never sent again.
        options.EnableForHttps = true;
        options.Providers.Add<BrotliCompressionProvider>();
        options.Providers.Add<GzipCompressionProvider>();
        options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, .. OfTheShop];
        options.ExcludedMimeTypes = ["text/event-stream"];
    });
}
