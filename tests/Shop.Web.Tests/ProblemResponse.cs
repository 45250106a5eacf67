using System.Text.Json;

namespace Shop.Web.Tests;

/// <summary>Reads a response and asserts that it is a complete problem.</summary>
internal static class ProblemResponse
{
    private static readonly string[] Members = ["type", "title", "status", "detail", "code", "errors", "traceId", "correlationId"];

    public static async Task<JsonElement> Problem(this Task<HttpResponseMessage> pending, int status, string code)
    {
        using var response = await pending;
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(Members, problem.EnumerateObject().Select(member => member.Name));
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal($"/problems/{code}", problem.GetProperty("type").GetString());
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("traceId").GetString());
        Assert.Equal(response.Headers.GetValues("X-Correlation-Id").Single(), problem.GetProperty("correlationId").GetString());
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
        return problem;
    }

    public static string Detail(this JsonElement problem) => problem.GetProperty("detail").GetString()!;

    public static (string? Place, string Code)[] Errors(this JsonElement problem) =>
        [.. problem.GetProperty("errors").EnumerateArray().Select(error => (Place(error), error.GetProperty("code").GetString()!))];

    private static string? Place(JsonElement error) =>
        error.TryGetProperty("pointer", out var pointer) ? pointer.GetString() : error.GetProperty("parameter").GetString();
}
