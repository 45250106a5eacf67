namespace Shop.Web;

/// <summary>One way in which a request can be refused: a promise to clients, who may branch on <see cref="Code"/>.</summary>
/// <param name="Code">Stable snake_case name, unique in the app; once published it is never renamed.</param>
/// <param name="Status">The HTTP status that it comes with.</param>
/// <param name="Title">A few words, the same for every occurrence.</param>
/// <param name="Explanation">What it means and what a client developer does about it; shown at <c>/problems/{code}</c>.</param>
public sealed record ProblemCode(string Code, int Status, string Title, string Explanation)
{
    /// <summary>The problem's <c>type</c> (RFC 9457): the path of the page in this app that explains it.</summary>
    public string Type => $"/problems/{Code}";
}
