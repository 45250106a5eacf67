namespace Shop.Web;

/// <summary>Rejects a request from code below its endpoint; the client gets <see cref="Problem"/>.</summary>
public sealed class ProblemException : Exception
{
    /// <summary>Rejects the request with this problem.</summary>
    public ProblemException(Problem problem) : base(problem?.Detail)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Problem = problem;
    }

    /// <summary>The response.</summary>
    public Problem Problem { get; }
}
