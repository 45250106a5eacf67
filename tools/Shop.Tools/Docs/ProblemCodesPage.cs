using Shop.Web;

namespace Shop.Tools;

/// <summary>Every problem code of the app, with what it means and what to do.</summary>
internal static class ProblemCodesPage
{
    public static string Text(IEnumerable<ProblemCode> codes) => Markdown.Table(
        ["code", "status", "title", "what it means, and what to do"],
        codes.Select(code => (IReadOnlyList<string>)[Markdown.Code(code.Code), $"{code.Status}", code.Title, code.Explanation]));
}
