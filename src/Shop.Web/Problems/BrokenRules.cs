namespace Shop.Web;

/// <summary>Collects all errors of a request, so the client gets them at once.</summary>
/// <example><code>
/// var broken = new BrokenRules();
/// broken.Unless(quantity is >= 1 and &lt;= 999, $"/items/{i}/quantity", "quantity_out_of_range", "A quantity is 1 to 999.");
/// if (broken.Any) return broken.ToProblem();
/// </code></example>
public sealed class BrokenRules
{
    private readonly List<BrokenRule> rules = [];

    /// <summary>Whether at least one rule is broken.</summary>
    public bool Any => rules.Count > 0;

    /// <summary>Adds a broken rule unless the condition holds.</summary>
    /// <param name="holds">What must be true.</param>
    /// <param name="pointer">JSON pointer of the offending value in the body.</param>
    /// <param name="code">Stable snake_case name of the rule.</param>
    /// <param name="detail">A sentence that says what is valid.</param>
    public void Unless(bool holds, string pointer, string code, string detail)
    {
        if (!holds)
            rules.Add(BrokenRule.InBody(pointer, code, detail));
    }

    /// <summary>All broken rules as one problem: <c>invalid_request</c> (400) by default.</summary>
    public Problem ToProblem(ProblemCode? code = null, string? detail = null) =>
        Problem.Of(code ?? WebProblems.InvalidRequest, detail ?? Summary, rules);

    private string Summary => rules is [var only] ? only.Detail : $"{rules.Count} things in the request must be corrected; see errors.";
}
