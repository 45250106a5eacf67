namespace Shop.EventPatterns;

/// <summary>One string, character by character.</summary>
internal sealed class ExactText(byte[] text) : FieldTest
{
    public byte[] Text { get; } = text;

    public override bool Matches(in FieldValue value) => value.IsText && value.Text.SequenceEqual(Text);

    public override void AddTo(IFieldIndex index) => index.Text(Text);

    public override bool IsFoundExactly => true;
}

/// <summary>Many strings: one lookup instead of a comparison with each.</summary>
internal sealed class AnyOfTexts(IReadOnlyList<byte[]> texts) : FieldTest
{
    private readonly LiteralIndex<bool> _texts = LiteralIndex<bool>.Of(texts.Select(text => (text, true)));

    public override bool Matches(in FieldValue value) => value.IsText && _texts.FindWhole(value.Text, out _);

    public override void AddTo(IFieldIndex index)
    {
        foreach (var text in texts)
            index.Text(text);
    }

    public override bool IsFoundExactly => true;
}

internal sealed class TextStart(byte[] start) : FieldTest
{
    public override bool Matches(in FieldValue value) => value.IsText && value.Text.StartsWith(start);

    public override void AddTo(IFieldIndex index) => index.TextStart(start);

    public override bool IsFoundExactly => true;
}

internal sealed class TextEnd(byte[] end) : FieldTest
{
    public override bool Matches(in FieldValue value) => value.IsText && value.Text.EndsWith(end);

    public override void AddTo(IFieldIndex index) => index.TextEnd(end);

    public override bool IsFoundExactly => true;
}

internal sealed class TextIgnoringCase(CaselessText text) : FieldTest
{
    public override bool Matches(in FieldValue value) => value.IsText && text.Accepts(value.Text);

    public override void AddTo(IFieldIndex index) => index.FoldedText(text.Folded);
}

internal sealed class TextStartIgnoringCase(CaselessText start) : FieldTest
{
    public override bool Matches(in FieldValue value) => value.IsText && start.AcceptsStartOf(value.Text);

    public override void AddTo(IFieldIndex index) => index.FoldedTextStart(start.Folded);
}

internal sealed class TextEndIgnoringCase(CaselessText end) : FieldTest
{
    public override bool Matches(in FieldValue value) => value.IsText && end.AcceptsEndOf(value.Text);

    public override void AddTo(IFieldIndex index) => index.FoldedTextEnd(end.Folded);
}
