using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace Shop.Web;

/// <summary>
/// One page of a list: exactly <c>{ "items": […], "nextCursor": "…" | null }</c>, a Link header to the next page, and an ETag.
/// </summary>
/// <param name="Items">The items of this page.</param>
/// <param name="NextCursor">The cursor of the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor) : IResult, IEndpointMetadataProvider
{
    /// <summary>Writes the page as the response.</summary>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        if (NextCursor is not null)
            httpContext.Response.Headers.Link = $"<{NextUrl(httpContext.Request, NextCursor)}>; rel=\"next\"";
        return ConditionalResponse.Write(httpContext, new PageBody<T>(Items, NextCursor));
    }

    private static string NextUrl(HttpRequest request, string cursor)
    {
        var query = request.Query.Where(parameter => parameter.Key != "cursor").Append(new("cursor", new StringValues(cursor)));
        return request.PathBase.Add(request.Path).ToUriComponent() + QueryString.Create(query).ToUriComponent();
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(PageBody<T>), ["application/json"]));
        builder.Metadata.Add(new RespondsConditionally());
    }
}

/// <summary>One page of a list.</summary>
/// <param name="Items">The items of this page.</param>
/// <param name="NextCursor">Pass it as cursor for the next page; null on the last.</param>
/// <remarks>A separate type, because the API description omits types that implement IResult.</remarks>
internal sealed record PageBody<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Creates pages.</summary>
public static class Page
{
    /// <summary>
    /// Creates a page. Read one row more than <see cref="PageRequest.Limit"/>: it shows whether there is a next page
    /// and is not returned.
    /// </summary>
    /// <param name="rows">At most <c>Limit + 1</c> rows, in the list's order.</param>
    /// <param name="request">The client's page request.</param>
    /// <param name="position">The position of a row, which the next request gets from <see cref="PageRequest.After"/>.</param>
    public static Page<T> Of<T, TPosition>(IReadOnlyList<T> rows, PageRequest request, Func<T, TPosition> position) =>
        Of(rows, request, position, row => row);

    /// <summary>The same, with rows converted for the response.</summary>
    public static Page<TShown> Of<T, TPosition, TShown>(
        IReadOnlyList<T> rows, PageRequest request, Func<T, TPosition> position, Func<T, TShown> show)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(position);
        var hasNext = rows.Count > request.Limit;
        var shown = rows.Take(request.Limit).Select(show).ToList();
        return new(shown, hasNext ? Cursor.Of(position(rows[request.Limit - 1]), request.List) : null);
    }
}
