using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Shop.Web;

/// <summary>Explains to a client which parameter ASP.NET could not bind. Its exception names it only in the message.</summary>
internal static partial class UnboundParameter
{
    public static Problem ToProblem(BadHttpRequestException exception)
    {
        if (exception.Message.Contains(" body", StringComparison.Ordinal))
            return Problem.Of(WebProblems.BodyMissing, "This operation needs a JSON body, and the request has none.");
        if (QuotedParameter().Match(exception.Message) is not { Success: true } match)
            return Problem.OfStatus(StatusCodes.Status400BadRequest);
        var name = QueryParameters.NameOf(match.Groups["name"].Value);
        var detail = exception.Message.StartsWith("Required", StringComparison.Ordinal)
            ? $"The parameter '{name}' is missing."
            : exception.Message.Contains(nameof(UtcTime), StringComparison.Ordinal)
            ? $"The parameter '{name}' must be {Rfc3339.Form}, with + sent as %2B; or a date, such as 2026-01-31, which begins at midnight UTC."
            : $"The value of the parameter '{name}' cannot be read; /openapi/v1.json describes its form.";
        return Problem.Of(WebProblems.InvalidParameter, BrokenRule.InParameter(name, WebProblems.InvalidParameter.Code, detail));
    }

    // Required parameter "string name" was not provided …    Failed to bind parameter "Nullable<int> name" from "x".
    [GeneratedRegex("""parameter "[^"]*?(?<name>\w+)" (was not|from)""")]
    private static partial Regex QuotedParameter();
}
