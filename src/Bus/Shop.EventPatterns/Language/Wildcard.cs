namespace Shop.EventPatterns;

/// <summary>
/// Pieces of text with anything between them. Each piece is sought once, from where the one before ended: the leftmost place is always
/// as good as a later one, so nothing is ever tried twice.
/// </summary>
internal sealed class Wildcard : FieldTest
{
    private readonly byte[][] _pieces;

    /// <param name="pieces">The literal pieces between the asterisks, first and last possibly empty; one piece means no asterisk.</param>
    public Wildcard(byte[][] pieces) => _pieces = pieces;

    private byte[] Start => _pieces[0];

    private byte[] End => _pieces[^1];

    public override bool Matches(in FieldValue value)
    {
        if (!value.IsText)
            return false;
        var text = value.Text;
        if (_pieces.Length == 1)
            return text.SequenceEqual(Start);
        if (text.Length < Start.Length + End.Length || !text.StartsWith(Start) || !text.EndsWith(End))
            return false;
        return HasMiddle(text[Start.Length..^End.Length]);
    }

    private bool HasMiddle(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < _pieces.Length - 1; i++)
        {
            var found = text.IndexOf(_pieces[i]);
            if (found < 0)
                return false;
            text = text[(found + _pieces[i].Length)..];
        }
        return true;
    }

    public override void AddTo(IFieldIndex index)
    {
        if (_pieces.Length == 1)
            index.Text(Start);
        else if (Start.Length > 0 && Start.Length >= End.Length)
            index.TextStart(Start);
        else if (End.Length > 0)
            index.TextEnd(End);
        else
            index.Any();
    }
}
