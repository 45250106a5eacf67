using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Shop.Web;

/// <summary>What a request is applied to, however its path is written: with another case, an escape or a slash at the end.</summary>
internal static class RequestRoute
{
    /// <summary>The route and the values of its parameters, each on a line.</summary>
    public static string Of(HttpContext context)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var values = context.Request.RouteValues.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}");
        return string.Join('\n', [route, .. values]);
    }
}
