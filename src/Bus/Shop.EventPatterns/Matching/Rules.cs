using System.Text;

namespace Shop.EventPatterns;

/// <summary>
/// Rules laid out for matching all at once. A condition that many rules share is stored, and decided, once. Each alternative waits at one
/// of its conditions alone, its anchor, the one least likely to hold: an event looks at few rules, however many there are.
/// </summary>
internal sealed class Rules
{
    private readonly List<int> _numbers = [];
    private readonly List<Alternative> _alternatives = [];

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
        var byAnchor = shared.Alternatives.ToLookup(alternative => AnchorOf(alternative.Conditions, likelihood));
        var drafts = new FieldIndexDraft?[nodes.Length];
        Anchors = new Anchor[Conditions.Length];
        for (var condition = 0; condition < Conditions.Length; condition++)
        {
            if (!byAnchor.Contains(condition))
                continue;
            Anchors[condition] = Lay(byAnchor[condition], condition, likelihood);
            (drafts[FieldOf[condition]] ??= new FieldIndexDraft()).Add(condition, Conditions[condition]);
        }
        Unanchored = Lay(byAnchor[EventValue.None], EventValue.None, likelihood);
        Indexes = [.. drafts.Select(draft => draft is null ? null : new FieldIndex(draft))];
        (Numbers, Alternatives) = ([.. _numbers], [.. _alternatives]);
    }

    public FieldCondition[] Conditions { get; }

    /// <summary>The field that each condition is about.</summary>
    public int[] FieldOf { get; }

    public PathNode Root { get; }

    /// <summary>Each field's node in the tree of paths.</summary>
    public PathNode[] Nodes { get; }

    public Alternative[] Alternatives { get; }

    /// <summary>The numbers of the conditions of all alternatives.</summary>
    public int[] Numbers { get; }

    /// <summary>For each condition the alternatives that are tried when it holds.</summary>
    public Anchor[] Anchors { get; }

    /// <summary>Alternatives that an event without any of their fields may satisfy: tried for every event.</summary>
    public Anchor Unanchored { get; }

    /// <summary>For each field its index, where a condition of it is an anchor.</summary>
    public FieldIndex?[] Indexes { get; }

    public int RuleCount { get; }

    public ReadOnlySpan<int> Others(in Alternative alternative) => Numbers.AsSpan(alternative.Middle..alternative.End);

    public ReadOnlySpan<int> InOrderOfPath(in Alternative alternative) => Numbers.AsSpan(alternative.First..alternative.Middle);

    private int AnchorOf(int[] conditions, double[] likelihood)
    {
        var anchor = conditions.MinBy(condition => likelihood[condition]);
        return Conditions[anchor].AllowsAbsence ? EventValue.None : anchor;
    }

    private Anchor Lay(IEnumerable<(int Rule, int[] Conditions)> alternatives, int anchor, double[] likelihood)
    {
        var first = _alternatives.Count;
        foreach (var (rule, conditions) in alternatives)
        {
            var start = _numbers.Count;
            _numbers.AddRange(conditions);
            var middle = _numbers.Count;
            _numbers.AddRange(conditions.Where(condition => condition != anchor).OrderBy(condition => likelihood[condition]));
            _alternatives.Add(new Alternative(rule, start, middle, _numbers.Count));
        }
        return new Anchor(first, _alternatives.Count, anchor >= 0 && Conditions[anchor].Test!.IsFoundExactly);
    }
}
