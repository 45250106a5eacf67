namespace Shop.Web;

/// <summary>Why somebody may not operate the shop.</summary>
public static class OperatorProblems
{
    /// <summary>No key was sent.</summary>
    public static readonly ProblemCode KeyMissing = new("operator_key_missing", 401, "The operator key is missing",
        "Everything under /ops is for operators. Send the key that this shop was given as Ops:Key: Authorization: Bearer <key>.");

    /// <summary>Another key was sent.</summary>
    public static readonly ProblemCode KeyWrong = new("operator_key_wrong", 403, "The operator key is not the shop's",
        "The bearer token is not the key that this shop was given as Ops:Key.");

    /// <summary>There is no key to send.</summary>
    public static readonly ProblemCode Locked = new("ops_locked", 403, "Operating is locked",
        "This shop was given no operator key, so nobody operates it over HTTP. Set Ops:Key (16 characters or more, from a secret store) and start it again.");

    /// <summary>Nobody says who he is.</summary>
    public static readonly ProblemCode NameMissing = new("operator_missing", 400, "The X-Operator header is missing",
        "What operators change is noted with their name. Send a header X-Operator with yours: 1 to 64 visible ASCII characters.");
}
