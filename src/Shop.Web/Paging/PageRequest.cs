using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace Shop.Web;

/// <summary>
/// The requested page: <c>?limit=20&amp;cursor=…</c>. A parameter of an endpoint that returns a <see
/// cref="Page{T}"/>.
/// </summary>
/// <param name="Limit">The maximum number of items, 1 to 100.</param>
/// <param name="Cursor">The cursor of the previous page, or null for the first page.</param>
public sealed record PageRequest(int Limit, string? Cursor) : IBindableFromHttpContext<PageRequest>, IEndpointParameterMetadataProvider
{
    /// <summary>The default number of items on a page.</summary>
    public const int DefaultLimit = 20;

    /// <summary>The maximum number of items on a page.</summary>
    public const int MaxLimit = 100;

    /// <summary>Which list it is a page of; a cursor is valid in its own list only.</summary>
    internal string List { get; init; } = "";

    /// <summary>Reads <c>limit</c> and <c>cursor</c> from the query string.</summary>
    /// <exception cref="ProblemException"><c>invalid_limit</c> or <c>invalid_cursor</c>.</exception>
    public static ValueTask<PageRequest?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(new PageRequest(LimitOf(context.Request.Query["limit"]), CursorOf(context.Request.Query["cursor"]))
        {
            List = Web.Cursor.ListOf(context),
        });
    }

    /// <summary>The position where the previous page ended; default for the first page.</summary>
    /// <exception cref="ProblemException"><c>invalid_cursor</c>: it is not a position in this list, with these filters and this order.</exception>
    public T? After<T>()
    {
        if (Cursor is null)
            return default;
        return Web.Cursor.TryRead<T>(Cursor, List, out var position) ? position : throw BadCursor();
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
