using System.Text.Json;

namespace Shop.Web;

/// <summary>Explains to a client why a body could not be read: where, and what was expected.</summary>
/// <remarks>
/// System.Text.Json gives a path and a message with C# names. This uses the path and the request's type, and the message only for
/// the two cases that are otherwise indistinguishable (duplicates, missing members). Tests fail if a runtime rewords them.
/// </remarks>
internal static class UnreadableBody
{
    public static Problem ToProblem(JsonException exception, Type? bodyType)
    {
        // Only the reader's own errors have an inner JsonException: the text is not JSON.
        if (exception.InnerException is JsonException)
            return NotJson(exception);
        var broken = Broken(exception, JsonPointer.SegmentsOf(exception.Path), bodyType);
        var detail = broken is [var only] ? only.Detail : $"{broken.Count} members are missing; see errors.";
        return Problem.Of(WebProblems.InvalidRequest, detail, broken);
    }

    private static Problem NotJson(JsonException exception)
    {
        var at = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
        var detail = exception.Message.Contains("maximum configured depth", StringComparison.Ordinal)
            ? $"The body is nested deeper than {ShopJson.MaxDepth} levels at {at}."
            : $"The body stops being JSON at {at}.";
        var pointer = JsonPointer.Of(JsonPointer.SegmentsOf(exception.Path));
        return Problem.Of(WebProblems.MalformedJson, BrokenRule.InBody(pointer, WebProblems.MalformedJson.Code, detail));
    }

    private static List<BrokenRule> Broken(JsonException exception, List<string> at, Type? bodyType)
    {
        var pointer = JsonPointer.Of(at);
        var name = pointer.Length == 0 ? "The body" : pointer;
        if (MissingMembers(exception) is { Count: > 0 } missing)
            return missing.ConvertAll(member => Missing(JsonPointer.Of([.. at, member])));
        if (exception.Message.StartsWith("Duplicate", StringComparison.Ordinal))
            return [BrokenRule.InBody(pointer, "duplicate_member", $"{name} is given more than once.")];
        if (exception.Message.StartsWith(NoNullItems.Message, StringComparison.Ordinal))
            return [BrokenRule.InBody(pointer, "null_item", $"{name} may not hold null.")];
        if (bodyType is null)
            return [BrokenRule.InBody(pointer, "wrong_type", $"{name} is not of the expected form; /openapi/v1.json describes it.")];
        return ExpectedValue.At(bodyType, at) is { } expected
            ? [BrokenRule.InBody(pointer, "wrong_type", $"{name} must be {expected}.")]
            : [BrokenRule.InBody(pointer, "unknown_member", $"{name} is not known. Remove it, or correct its spelling.")];
    }

    private static BrokenRule Missing(string pointer) => BrokenRule.InBody(pointer, "missing_member", $"{pointer} is missing.");

    // … was missing required properties including: 'name', 'kind'.
    private static List<string> MissingMembers(JsonException exception)
    {
        const string before = "missing required properties including: ";
        var start = exception.Message.IndexOf(before, StringComparison.Ordinal);
        return start < 0
            ? []
            : [.. exception.Message[(start + before.Length)..].Split('\'').Where((_, i) => i % 2 == 1)];
    }
}
