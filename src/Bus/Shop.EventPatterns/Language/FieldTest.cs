namespace Shop.EventPatterns;

/// <summary>One element of a field's array in a pattern: what a value may be.</summary>
internal abstract class FieldTest
{
    public abstract bool Matches(in FieldValue value);

    /// <summary>
    /// Registers with a field's index where a value that passes is found. The index may find more values than pass, never fewer.
    /// </summary>
    public abstract void AddTo(IFieldIndex index);

    /// <summary>Whether every value that the index finds passes, so that the test need not run again.</summary>
    public virtual bool IsFoundExactly => false;
}

/// <summary>The ways in which a field's values are looked up; each names what every passing value has in common.</summary>
internal interface IFieldIndex
{
    /// <summary>Is one of JSON's strings, with exactly these characters.</summary>
    void Text(byte[] text);

    void TextStart(byte[] start);

    void TextEnd(byte[] end);

    /// <summary>Folds to this text (see <see cref="FoldedText"/>).</summary>
    void FoldedText(byte[] folded);

    void FoldedTextStart(byte[] folded);

    void FoldedTextEnd(byte[] folded);

    /// <summary>Is a number, true, false or null, written exactly so.</summary>
    void Written(byte[] json);

    void Number(NumberRange range);

    void Address(AddressBlock block);

    /// <summary>Values with nothing in common to look up.</summary>
    void Any();
}
