namespace Shop.Web;

/// <summary>Problem codes of the operator gate.</summary>
public static class OperatorProblems
{
    /// <summary>No key was sent.</summary>
    public static readonly ProblemCode KeyMissing = new("operator_key_missing", 401, "The operator key is missing",
        "Everything under /ops is for operators. Send the key configured as Ops:Key: Authorization: Bearer <key>.");

    /// <summary>Another key was sent.</summary>
    public static readonly ProblemCode KeyWrong = new("operator_key_wrong", 403, "The operator key is wrong",
        "The bearer token is not the key configured as Ops:Key.");

    /// <summary>No key is configured.</summary>
    public static readonly ProblemCode Locked = new("ops_locked", 403, "Operator access is locked",
        "No operator key is configured, so /ops is locked. Set Ops:Key (16 characters or more, from a secret store) and restart the shop.");

    /// <summary>The X-Operator header is missing.</summary>
    public static readonly ProblemCode NameMissing = new("operator_missing", 400, "The X-Operator header is missing",
        "The audit log records who made a change. Send a header X-Operator with your name: 1 to 64 visible ASCII characters.");
}
