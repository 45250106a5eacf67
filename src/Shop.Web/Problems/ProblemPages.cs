using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Shop.Web;

/// <summary>The pages that a problem's <c>type</c> points to: HTML for a browser, JSON for a program.</summary>
internal static class ProblemPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/problems", (ProblemCodes codes) => codes.All).ExcludeFromDescription();
        app.MapGet("/problems/{code}", Explain).ExcludeFromDescription();
    }

    private static IResult Explain(string code, ProblemCodes codes, HttpRequest request)
    {
        if (codes.Find(code) is not { } known)
            return Problem.Of(WebProblems.NotFound, "There is no problem code with this name. GET /problems lists all.");
        var isBrowser = request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        return isBrowser ? TypedResults.Content(Html(known), "text/html; charset=utf-8") : TypedResults.Json(known);
    }

    private static string Html(ProblemCode problem)
    {
        var (code, title, explanation) = (Encode(problem.Code), Encode(problem.Title), Encode(problem.Explanation));
        return $"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>{title}</title>
            <h1>{title}</h1>
            <p><code>{code}</code>, HTTP status {problem.Status}</p>
            <p>{explanation}</p>
            </html>
            """;
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
