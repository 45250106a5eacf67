using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Shop.Web;

/// <summary>
/// The answer to a GET, with its ETag: 304 without a body when the client's If-None-Match shows that he has it already.
/// </summary>
/// <param name="Value">What is answered.</param>
public sealed record Tagged<T>(T Value) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    int? IStatusCodeHttpResult.StatusCode => StatusCodes.Status200OK;

    /// <summary>Writes the answer.</summary>
    public Task ExecuteAsync(HttpContext httpContext) => ConditionalResponse.Write(httpContext, Value);

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(new RespondsConditionally());
    }
}

/// <summary>Marks an endpoint that heeds If-None-Match, for the API description.</summary>
internal sealed record RespondsConditionally;

/// <summary>Makes tagged answers.</summary>
public static class Tagged
{
    /// <summary>Answers 200 with an ETag, or 304.</summary>
    public static Tagged<T> Of<T>(T value) => new(value);
}
