using Microsoft.AspNetCore.Http;

namespace Shop.Web;

/// <summary>A document that is made once and served as it is, with its ETag: 304 without a body when If-None-Match matches.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="ContentType">What it is served as.</param>
public sealed record TaggedFile(byte[] Content, string ContentType) : IResult
{
    private readonly string _tag = ETag.OfContent(Content);

    /// <summary>Writes the response. Anyone may cache it for five minutes.</summary>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        return ConditionalResponse.Write(httpContext, Content, _tag, ContentType, "public, max-age=300");
    }
}
