namespace Shop.Web;

/// <summary>Refuses a request from deeper than its endpoint; the client gets <see cref="Problem"/>.</summary>
public sealed class ProblemException : Exception
{
    /// <summary>Refuses the request with this problem.</summary>
    public ProblemException(Problem problem) : base(problem?.Detail)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Problem = problem;
    }

    /// <summary>What the client is told.</summary>
    public Problem Problem { get; }
}
