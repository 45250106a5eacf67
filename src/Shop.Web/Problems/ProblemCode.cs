namespace Shop.Web;

/// <summary>A kind of error: a contract with clients, who may branch on <see cref="Code"/>.</summary>
/// <param name="Code">A stable snake_case name, unique in the app; never renamed once released.</param>
/// <param name="Status">Its HTTP status.</param>
/// <param name="Title">A few words, the same for every occurrence.</param>
/// <param name="Explanation">What it means and how a client developer fixes it; shown at <c>/problems/{code}</c>.</param>
public sealed record ProblemCode(string Code, int Status, string Title, string Explanation)
{
    /// <summary>The problem's <c>type</c> (RFC 9457): the path of its page in this app.</summary>
    public string Type => $"/problems/{Code}";
}
