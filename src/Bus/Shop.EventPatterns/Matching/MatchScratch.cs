namespace Shop.EventPatterns;

/// <summary>
/// One thread's working memory for matching, reused for the next event. Nothing is cleared between events: a result for a condition,
/// alternative or rule is valid only with the number of its event.
/// </summary>
internal sealed class MatchScratch
{
    [ThreadStatic]
    private static MatchScratch? _ofThisThread;

    private ConditionState[] _conditions = [];
    private int[] _matchedIn = [];
    private int _event;

    public FlatEvent Flat { get; } = new();

    public ArraySearch Search { get; } = new();

    /// <summary>The numbers of the rules that match the event, in no order.</summary>
    public List<int> Matched { get; } = [];

    /// <summary>This thread's scratch, taken so that matching within matching would get another.</summary>
    public static MatchScratch Take()
    {
        var scratch = _ofThisThread ?? new MatchScratch();
        _ofThisThread = null;
        return scratch;
    }

    public void GiveBack() => _ofThisThread = this;

    public void StartEvent(Rules rules)
    {
        if (_event == int.MaxValue)
            (_conditions, _matchedIn, _event) = ([], [], 0);
        _event++;
        Matched.Clear();
        if (_conditions.Length < rules.Conditions.Length)
            _conditions = new ConditionState[rules.Conditions.Length];
        if (_matchedIn.Length < rules.RuleCount)
            _matchedIn = new int[rules.RuleCount];
    }

    public Verdict VerdictOn(int condition)
    {
        ref readonly var state = ref _conditions[condition];
        return state.KnownIn == _event ? state.Verdict : Verdict.Unknown;
    }

    public void Know(int condition, Verdict verdict)
    {
        ref var state = ref _conditions[condition];
        (state.KnownIn, state.Verdict) = (_event, verdict);
    }

    /// <summary>True on the first call for a condition in this event.</summary>
    public bool ConsiderFirst(int condition)
    {
        ref var state = ref _conditions[condition];
        if (state.ConsideredIn == _event)
            return false;
        state.ConsideredIn = _event;
        return true;
    }

    public bool HasMatched(int rule) => _matchedIn[rule] == _event;

    public void AddMatched(int rule)
    {
        _matchedIn[rule] = _event;
        Matched.Add(rule);
    }

    private struct ConditionState
    {
        public int KnownIn;
        public int ConsideredIn;
        public Verdict Verdict;
    }
}

/// <summary>The state of one condition for an event.</summary>
internal enum Verdict : byte
{
    Unknown,

    /// <summary>It does not hold, whatever else does.</summary>
    Fails,

    /// <summary>It holds, whatever array elements the other conditions choose.</summary>
    Holds,

    /// <summary>It may hold, depending on the array elements that the other conditions choose.</summary>
    DependsOnArrays,
}
