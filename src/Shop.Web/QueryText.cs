using Microsoft.AspNetCore.Http;

namespace Shop.Web;

/// <summary>Rejects query strings with NUL characters, which PostgreSQL does not support in text.</summary>
internal static class QueryText
{
    public static RequestDelegate RejectNul(RequestDelegate next) => context =>
    {
        foreach (var (name, values) in context.Request.Query)
        {
            if (name.Contains('\0') || values.Any(value => value?.Contains('\0') is true))
                throw new ProblemException(Problem.Of(WebProblems.InvalidParameter, BrokenRule.InParameter(
                    name.Replace("\0", "", StringComparison.Ordinal), WebProblems.InvalidParameter.Code,
                    "A parameter cannot contain a NUL character.")));
        }
        return next(context);
    };
}
