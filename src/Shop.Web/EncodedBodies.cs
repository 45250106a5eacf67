using Microsoft.AspNetCore.Http;

namespace Shop.Web;

/// <summary>
/// Rejects a body in an encoding that the shop does not read: ASP.NET's decompression passes it on, and it would be reported as malformed JSON.
/// </summary>
internal static class EncodedBodies
{
    private static readonly string[] Read = ["gzip", "br", "deflate"];

    /// <summary>The body came in an encoding. The decompression removes the header.</summary>
    private sealed record IsEncoded;

    /// <summary>Whether the decompression failed with this error: the body is not in its encoding.</summary>
    public static bool Broke(HttpContext context, Exception error) => context.Features.Get<IsEncoded>() is not null
        && error is InvalidDataException or InvalidOperationException { Source: "System.IO.Compression.Brotli" };

    /// <summary>Before the decompression.</summary>
    public static RequestDelegate RejectUnknown(RequestDelegate next) => context =>
    {
        // RFC 9110, 8.4.1: x-gzip is an old name of gzip, and identity is no encoding.
        var encodings = context.Request.Headers.ContentEncoding.ToString().ToLowerInvariant().Replace("x-gzip", "gzip", StringComparison.Ordinal);
        if (encodings is "" or "identity")
        {
            context.Request.Headers.ContentEncoding = default;
            return next(context);
        }
        if (Read.Contains(encodings))
        {
            context.Request.Headers.ContentEncoding = encodings;
            context.Features.Set(new IsEncoded());
            return next(context);
        }
        return Problem
            .Of(WebProblems.UnsupportedEncoding, $"The body has the Content-Encoding {encodings}. Send it as it is, or in one of {string.Join(", ", Read)}.")
            .With("Accept-Encoding", string.Join(", ", Read)).ExecuteAsync(context);
    };
}
