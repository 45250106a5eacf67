using Microsoft.AspNetCore.Http;

namespace Shop.Web;

/// <summary>No text of the shop has a NUL in it, and PostgreSQL knows none: a query that asks for one is refused before any endpoint sees it.</summary>
internal static class QueryText
{
    public static RequestDelegate RejectNul(RequestDelegate next) => context =>
    {
        foreach (var (name, values) in context.Request.Query)
        {
            if (name.Contains('\0') || values.Any(value => value?.Contains('\0') is true))
                throw new ProblemException(Problem.Of(WebProblems.InvalidParameter, BrokenRule.InParameter(
                    name.Replace("\0", "", StringComparison.Ordinal), WebProblems.InvalidParameter.Code, "A parameter has no NUL character in it.")));
        }
        return next(context);
    };
}
