using System.Text;

namespace Shop.Events;

/// <summary>
/// Fields that must hold together for a rule: one way through its $or. Tried when the likeliest to fail of its conditions, the anchor, holds.
/// </summary>
/// <param name="Rule">The rule's number.</param>
/// <param name="Others">The conditions beside the anchor, likeliest to fail first.</param>
/// <param name="InOrderOfPath">All of them, in the ordinal order of their paths, in which absence is decided.</param>
internal sealed record Alternative(int Rule, int[] Others, int[] InOrderOfPath);

/// <summary>
/// Rules laid out for matching all at once. A condition that many rules share is kept, and decided, once. Each alternative waits at one
/// field alone, so an event that satisfies few anchors looks at few rules, however many there are.
/// </summary>
internal sealed class Rules
{
    /// <param name="rules">For each rule its alternatives, of which one must hold: the conditions that must hold together.</param>
    public Rules(IReadOnlyList<FieldCondition[][]> rules)
    {
        var shared = new SharedConditions(rules);
        Conditions = [.. shared.Conditions];
        FieldOf = [.. shared.FieldOf];
        Root = PathNode.Root([.. shared.Fields.Select(Encoding.UTF8.GetBytes)], out var nodes);
        Nodes = nodes;
        RuleCount = rules.Count;

        var likelihood = shared.Likelihoods();
        var drafts = new FieldIndexDraft?[nodes.Length];
        var anchored = new List<Alternative>[Conditions.Length];
        var unanchored = new List<Alternative>();
        foreach (var (rule, conditions) in shared.Alternatives)
        {
            var byLikelihood = conditions.OrderBy(condition => likelihood[condition]).ToArray();
            var anchor = byLikelihood[0];
            if (Conditions[anchor].AllowsAbsence)
                unanchored.Add(new Alternative(rule, byLikelihood, conditions));
            else
                (anchored[anchor] ??= []).Add(new Alternative(rule, byLikelihood[1..], conditions));
        }
        for (var condition = 0; condition < Conditions.Length; condition++)
            if (anchored[condition] is not null)
                (drafts[FieldOf[condition]] ??= new FieldIndexDraft()).Add(condition, Conditions[condition]);
        Anchored = [.. anchored.Select(list => list?.ToArray() ?? [])];
        Unanchored = [.. unanchored];
        Indexes = [.. drafts.Select(draft => draft is null ? null : new FieldIndex(draft))];
    }

    public FieldCondition[] Conditions { get; }

    /// <summary>The field that each condition is about.</summary>
    public int[] FieldOf { get; }

    public PathNode Root { get; }

    /// <summary>Each field's node in the tree of paths.</summary>
    public PathNode[] Nodes { get; }

    /// <summary>For each condition the alternatives that are tried when it holds.</summary>
    public Alternative[][] Anchored { get; }

    /// <summary>Alternatives that an event without any of their fields may satisfy: tried for every event.</summary>
    public Alternative[] Unanchored { get; }

    /// <summary>For each field its index, where a condition of it is an anchor.</summary>
    public FieldIndex?[] Indexes { get; }

    public int RuleCount { get; }
}
