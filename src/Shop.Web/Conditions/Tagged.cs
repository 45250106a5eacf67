using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Shop.Web;

/// <summary>
/// The response to a GET, with its ETag: 304 without a body when If-None-Match matches.
/// </summary>
/// <param name="Value">The response body.</param>
public sealed record Tagged<T>(T Value) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    int? IStatusCodeHttpResult.StatusCode => StatusCodes.Status200OK;

    /// <summary>Writes the response.</summary>
    public Task ExecuteAsync(HttpContext httpContext) => ConditionalResponse.Write(httpContext, Value);

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(new RespondsConditionally());
    }
}

/// <summary>Marks an endpoint that supports If-None-Match, for the API description.</summary>
internal sealed record RespondsConditionally;

/// <summary>Creates tagged responses.</summary>
public static class Tagged
{
    /// <summary>Returns 200 with an ETag, or 304.</summary>
    public static Tagged<T> Of<T>(T value) => new(value);
}
