namespace Shop.EventPatterns;

/// <summary>How many different values the rules test of one field: the more there are, the less likely is a single one.</summary>
internal sealed class FieldStatistics : IFieldIndex
{
    private readonly HashSet<byte[]> _texts = new(BytesComparer.Instance), _starts = new(BytesComparer.Instance), _ends = new(BytesComparer.Instance);
    private readonly HashSet<AddressBlock> _blocks = [];
    private readonly HashSet<NumberRange> _ranges = [];
    private double[]? _numberEnds;

    public int Texts => _texts.Count;

    public int Starts => _starts.Count;

    public int Ends => _ends.Count;

    public int Addresses => _blocks.Count;

    public double[] NumberEnds => _numberEnds ??= NumberIndex.EndsOf(_ranges);

    public void Text(byte[] text) => _texts.Add(text);

    public void TextStart(byte[] start) => _starts.Add(start);

    public void TextEnd(byte[] end) => _ends.Add(end);

    public void FoldedText(byte[] folded) => _texts.Add(folded);

    public void FoldedTextStart(byte[] folded) => _starts.Add(folded);

    public void FoldedTextEnd(byte[] folded) => _ends.Add(folded);

    public void Written(byte[] json) => _texts.Add(json);

    public void Number(NumberRange range) => _ranges.Add(range);

    public void Address(AddressBlock block) => _blocks.Add(block);

    public void Any()
    {
    }
}

/// <summary>
/// A guess at how likely a value of the field passes: one in as many as the rules distinguish, and for a range of numbers the part of all
/// rules' ends that it spans. Only speed depends on it.
/// </summary>
internal sealed class Likelihood(FieldStatistics field) : IFieldIndex
{
    // Every event has a source; few have an error with a code.
    private const double HalfAsOftenPerLevel = 0.5;

    public double Sum { get; private set; }

    public static double Of(FieldCondition condition, FieldStatistics field)
    {
        if (condition.AllowsAbsence)
            return double.PositiveInfinity;
        var likelihood = new Likelihood(field);
        condition.Test!.AddTo(likelihood);
        return likelihood.Sum * Math.Pow(HalfAsOftenPerLevel, condition.Path.Count('.'));
    }

    public void Text(byte[] text) => OneOf(field.Texts);

    public void TextStart(byte[] start) => OneOf(field.Starts);

    public void TextEnd(byte[] end) => OneOf(field.Ends);

    public void FoldedText(byte[] folded) => OneOf(field.Texts);

    public void FoldedTextStart(byte[] folded) => OneOf(field.Starts);

    public void FoldedTextEnd(byte[] folded) => OneOf(field.Ends);

    public void Written(byte[] json) => OneOf(field.Texts);

    public void Number(NumberRange range)
    {
        var (first, last) = NumberIndex.LeavesOf(range, field.NumberEnds);
        Sum += (last - first + 1.0) / (2 * field.NumberEnds.Length + 2);
    }

    public void Address(AddressBlock block) => OneOf(field.Addresses);

    public void Any() => Sum += 1;

    private void OneOf(int count) => Sum += 1.0 / (count + 1);
}
