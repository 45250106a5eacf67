namespace Shop.OpsClient;

/// <summary>
/// The shop answered with a problem (RFC 9457). The message is the problem's detail: what happened, to what, and what to do.
/// </summary>
/// <param name="title">A few words, the same for every occurrence.</param>
/// <param name="detail">What happened here.</param>
/// <param name="code">The stable name to branch on: <c>operation_rejected</c>. Empty when the answer was no problem document.</param>
/// <param name="status">The HTTP status.</param>
public sealed class ShopApiException(string title, string detail, string code, int status) : Exception(detail)
{
    /// <summary>A few words, the same for every occurrence.</summary>
    public string Title => title;

    /// <summary>The stable name to branch on; empty when the answer was no problem document.</summary>
    public string Code => code;

    /// <summary>The HTTP status.</summary>
    public int Status => status;
}
