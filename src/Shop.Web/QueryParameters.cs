using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Shop.Web;

/// <summary>
/// Rejects query parameters that the operation of the API does not have. Ignored, a misspelt filter would answer more than was asked for.
/// </summary>
internal static class QueryParameters
{
    public static RequestDelegate RejectUnknown(RequestDelegate next) => context =>
    {
        if (context.Request.Query.Count > 0 && IsApi(context.Request.Path) && context.GetEndpoint() is RouteEndpoint endpoint
            && KnownTo(endpoint) is { } known && context.Request.Query.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            return Reject(unknown, known).ExecuteAsync(context);
        return next(context);
    };

    private static bool IsApi(PathString path) => path.StartsWithSegments("/v1") || path.StartsWithSegments("/ops") || path.StartsWithSegments("/schemas");

    private static Problem Reject(string unknown, IReadOnlyCollection<string> known)
    {
        var hint = known.Count == 0 ? "This operation has no query parameters."
            : Nearest(unknown, known) is { } nearest ? $"Do you mean '{nearest}'?"
            : $"It has {string.Join(", ", known.Order(StringComparer.Ordinal))}.";
        return Problem.Of(WebProblems.UnknownParameter, BrokenRule.InParameter(
            unknown, WebProblems.UnknownParameter.Code, $"There is no query parameter '{unknown}'. {hint}"));
    }

    /// <summary>The names that the endpoint's handler binds from the query; null for an endpoint that is no handler of the shop's.</summary>
    private static HashSet<string>? KnownTo(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<MethodInfo>() is not { } handler)
            return null;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (endpoint.Metadata.GetMetadata<TakesPageRequest>() is not null)
            names.UnionWith(["limit", "cursor"]);
        var inRoute = endpoint.RoutePattern.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in handler.GetParameters())
            names.UnionWith(NamesOf(parameter).Where(name => !inRoute.Contains(name)));
        return names;
    }

    private static IEnumerable<string> NamesOf(ParameterInfo parameter)
    {
        if (parameter.GetCustomAttribute<AsParametersAttribute>() is not null)
            return parameter.ParameterType.GetProperties().Where(property => property.CanWrite && IsText(property.PropertyType))
                .Select(property => NameOf(property.Name));
        return parameter.Name is { } name && IsText(parameter.ParameterType) ? [name] : [];
    }

    /// <summary>Whether it is read from a text: only such parameters come from the query.</summary>
    private static bool IsText(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(string) || plain.IsEnum || (plain.IsValueType && plain != typeof(CancellationToken));
    }

    /// <summary>A parameter's name as the API describes it.</summary>
    public static string NameOf(string member) => JsonNamingPolicy.CamelCase.ConvertName(member);

    /// <summary>The known name with the fewest edits, if they are few for its length.</summary>
    private static string? Nearest(string name, IEnumerable<string> known)
    {
        var nearest = known.MinBy(candidate => Edits(name, candidate));
        return nearest is not null && Edits(name, nearest) <= Math.Max(1, Math.Max(name.Length, nearest.Length) / 2) ? nearest : null;
    }

    /// <summary>Insertions, deletions and replacements that make one name of the other (Levenshtein), regardless of case.</summary>
    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var same = char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1)));
            }
        }
        return row[^1];
    }
}
