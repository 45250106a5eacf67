namespace Shop.EventPatterns;

/// <summary>Gathers what a field's conditions ask for, before it is laid out for lookup.</summary>
internal sealed class FieldIndexDraft : IFieldIndex
{
    private int _condition;

    public List<(byte[] Text, int Condition)> Texts { get; } = [];

    public List<(byte[] Text, int Condition)> Starts { get; } = [];

    public List<(byte[] Text, int Condition)> Ends { get; } = [];

    public List<(byte[] Text, int Condition)> FoldedTexts { get; } = [];

    public List<(byte[] Text, int Condition)> FoldedStarts { get; } = [];

    public List<(byte[] Text, int Condition)> FoldedEnds { get; } = [];

    public List<(byte[] Text, int Condition)> WrittenValues { get; } = [];

    public List<(NumberRange Range, int Condition)> Numbers { get; } = [];

    public List<(AddressBlock Block, int Condition)> Addresses { get; } = [];

    public List<int> WhateverTheValue { get; } = [];

    public void Add(int number, FieldCondition condition)
    {
        _condition = number;
        condition.Test!.AddTo(this);
    }

    public void Text(byte[] text) => Texts.Add((text, _condition));

    public void TextStart(byte[] start) => Starts.Add((start, _condition));

    public void TextEnd(byte[] end) => Ends.Add((end, _condition));

    public void FoldedText(byte[] folded) => FoldedTexts.Add((folded, _condition));

    public void FoldedTextStart(byte[] folded) => FoldedStarts.Add((folded, _condition));

    public void FoldedTextEnd(byte[] folded) => FoldedEnds.Add((folded, _condition));

    public void Written(byte[] json) => WrittenValues.Add((json, _condition));

    public void Number(NumberRange range) => Numbers.Add((range, _condition));

    public void Address(AddressBlock block) => Addresses.Add((block, _condition));

    public void Any() => WhateverTheValue.Add(_condition);
}
