using Microsoft.AspNetCore.Http;

namespace Shop.Web;

/// <summary>
/// Rejects a body in an encoding that the shop does not read: ASP.NET's decompression passes it on, and it would be reported as malformed JSON.
/// </summary>
internal static class EncodedBodies
{
    private static readonly string[] Read = ["gzip", "br", "deflate"];

    /// <summary>Whether the body came in an encoding: the decompression removes the header.</summary>
    public static bool Was(HttpContext context) => context.Features.Get<IsEncoded>() is not null;

    private sealed record IsEncoded;

    /// <summary>Before the decompression.</summary>
    public static RequestDelegate RejectUnknown(RequestDelegate next) => context =>
    {
        var encodings = context.Request.Headers.ContentEncoding;
        if (encodings.Count == 0)
            return next(context);
        if (encodings is [var one] && Read.Contains(one, StringComparer.OrdinalIgnoreCase))
        {
            context.Features.Set(new IsEncoded());
            return next(context);
        }
        return Problem
            .Of(WebProblems.UnsupportedEncoding, $"The body has the Content-Encoding {encodings}. Send it as it is, or in one of {string.Join(", ", Read)}.")
            .With("Accept-Encoding", string.Join(", ", Read)).ExecuteAsync(context);
    };
}
