namespace Shop.Events;

/// <summary>How many different values the rules ask of one field: the more there are, the less a single one is likely to come.</summary>
internal sealed class FieldStatistics : IFieldIndex
{
    private readonly List<NumberRange> _ranges = [];
    private double[]? _ends;

    public int Texts { get; private set; }

    public int Starts { get; private set; }

    public int Ends { get; private set; }

    public int Addresses { get; private set; }

    public double[] NumberEnds => _ends ??= NumberIndex.EndsOf(_ranges);

    public void Text(byte[] text) => Texts++;

    public void TextStart(byte[] start) => Starts++;

    public void TextEnd(byte[] end) => Ends++;

    public void FoldedText(byte[] folded) => Texts++;

    public void FoldedTextStart(byte[] folded) => Starts++;

    public void FoldedTextEnd(byte[] folded) => Ends++;

    public void Written(byte[] json) => Texts++;

    public void Number(NumberRange range) => _ranges.Add(range);

    public void Address(AddressBlock block) => Addresses++;

    public void Any()
    {
    }
}

/// <summary>
/// A guess at how likely a value of the field passes: one in as many as the rules tell apart, and for a range of numbers the part of all
/// rules' ends that it spans. Only speed depends on it.
/// </summary>
internal sealed class Likelihood(FieldStatistics field) : IFieldIndex
{
    public double Sum { get; private set; }

    public static double Of(FieldCondition condition, FieldStatistics field)
    {
        if (condition.AllowsAbsence)
            return double.PositiveInfinity;
        var likelihood = new Likelihood(field);
        foreach (var test in condition.Tests)
            test.AddTo(likelihood);
        return likelihood.Sum;
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
