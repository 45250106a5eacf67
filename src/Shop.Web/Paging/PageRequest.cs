using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace Shop.Web;

/// <summary>
/// The page that a client asks for: <c>?limit=20&amp;cursor=…</c>. A parameter of an endpoint that answers with a <see
/// cref="Page{T}"/>.
/// </summary>
/// <param name="Limit">Most items on the page, 1 to 100.</param>
/// <param name="Cursor">The cursor that the page before gave, or null for the first page.</param>
public sealed record PageRequest(int Limit, string? Cursor) : IBindableFromHttpContext<PageRequest>, IEndpointParameterMetadataProvider
{
    /// <summary>Items on a page when the client does not say.</summary>
    public const int DefaultLimit = 20;

    /// <summary>Most items on a page.</summary>
    public const int MaxLimit = 100;

    /// <summary>Reads <c>limit</c> and <c>cursor</c> of the query.</summary>
    /// <exception cref="ProblemException"><c>invalid_limit</c> or <c>invalid_cursor</c>.</exception>
    public static ValueTask<PageRequest?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(new PageRequest(LimitOf(context.Request.Query["limit"]), CursorOf(context.Request.Query["cursor"])));
    }

    /// <summary>Where the page before ended, as <see cref="Page"/> was told; default for the first page.</summary>
    /// <exception cref="ProblemException"><c>invalid_cursor</c>: it does not hold a position of this list.</exception>
    public T? After<T>()
    {
        if (Cursor is null)
            return default;
        return Web.Cursor.TryRead<T>(Cursor, out var position) ? position : throw BadCursor();
    }

    private static int LimitOf(StringValues sent)
    {
        if (sent.Count == 0)
            return DefaultLimit;
        return int.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit
            ? limit
            : throw ProblemOf(WebProblems.InvalidLimit, "limit");
    }

    private static string? CursorOf(StringValues sent) => sent.Count switch
    {
        0 => null,
        1 => sent[0],
        _ => throw BadCursor(),
    };

    private static ProblemException BadCursor() => ProblemOf(WebProblems.InvalidCursor, "cursor");

    private static ProblemException ProblemOf(ProblemCode code, string parameter) =>
        new(Problem.Of(code, BrokenRule.InParameter(parameter, code.Code, code.Explanation)));

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new TakesPageRequest());
}

/// <summary>Marks an endpoint that binds a <see cref="PageRequest"/>, for the API description.</summary>
internal sealed record TakesPageRequest;
