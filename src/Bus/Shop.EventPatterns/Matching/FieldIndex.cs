namespace Shop.EventPatterns;

/// <summary>
/// Finds, for a value of one field, the conditions that it may satisfy, out of any number of them. Each way of looking up costs by the
/// value's length, not by how many conditions there are.
/// </summary>
internal sealed class FieldIndex
{
    private readonly LiteralIndex<int[]>? _texts, _starts, _ends, _foldedTexts, _foldedStarts, _foldedEnds, _written;
    private readonly NumberIndex? _numbers;
    private readonly AddressIndex? _addresses;

    public FieldIndex(FieldIndexDraft draft)
    {
        _texts = Lookup(draft.Texts);
        _starts = Lookup(draft.Starts);
        _ends = Lookup(draft.Ends);
        _foldedTexts = Lookup(draft.FoldedTexts);
        _foldedStarts = Lookup(draft.FoldedStarts);
        _foldedEnds = Lookup(draft.FoldedEnds);
        _written = Lookup(draft.WrittenValues);
        _numbers = draft.Numbers.Count > 0 ? new NumberIndex(draft.Numbers) : null;
        _addresses = draft.Addresses.Count > 0 ? new AddressIndex(draft.Addresses) : null;
        WhateverTheValue = [.. draft.WhateverTheValue.Distinct()];
    }

    /// <summary>Conditions that only their tests can decide.</summary>
    public int[] WhateverTheValue { get; }

    private bool NeedsFolding => _foldedTexts is not null || _foldedStarts is not null || _foldedEnds is not null;

    public void Find(int number, ref MatchRun run)
    {
        var value = run.Value(number);
        if (value.IsText)
        {
            Whole(_texts, value.Text, number, ref run);
            Starts(_starts, value.Text, number, ref run);
            Ends(_ends, value.Text, number, ref run);
            _addresses?.Find(value.Text, number, ref run);
            if (NeedsFolding)
                FindFolded(run.Folded(number), number, ref run);
            return;
        }
        Whole(_written, value.Text, number, ref run);
        if (value.Kind == ValueKind.Number)
            _numbers?.Find(value.Nearest, number, ref run);
    }

    private void FindFolded(ReadOnlySpan<byte> folded, int value, ref MatchRun run)
    {
        Whole(_foldedTexts, folded, value, ref run);
        Starts(_foldedStarts, folded, value, ref run);
        Ends(_foldedEnds, folded, value, ref run);
    }

    private static void Whole(LiteralIndex<int[]>? index, ReadOnlySpan<byte> text, int value, ref MatchRun run)
    {
        if (index is not null && index.FindWhole(text, out var conditions))
            run.Consider(conditions, value);
    }

    private static void Starts(LiteralIndex<int[]>? index, ReadOnlySpan<byte> text, int value, ref MatchRun run)
    {
        foreach (var length in index is null ? [] : index.Lengths)
        {
            if (length > text.Length)
                return;
            Whole(index, text[..length], value, ref run);
        }
    }

    private static void Ends(LiteralIndex<int[]>? index, ReadOnlySpan<byte> text, int value, ref MatchRun run)
    {
        foreach (var length in index is null ? [] : index.Lengths)
        {
            if (length > text.Length)
                return;
            Whole(index, text[^length..], value, ref run);
        }
    }

    private static LiteralIndex<int[]>? Lookup(List<(byte[] Text, int Condition)> texts) => texts.Count == 0 ? null
        : LiteralIndex<int[]>.Of(texts.GroupBy(entry => entry.Text, entry => entry.Condition, BytesComparer.Instance)
            .Select(group => (group.Key, group.Distinct().ToArray())));
}
