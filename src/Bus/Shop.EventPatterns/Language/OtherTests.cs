namespace Shop.EventPatterns;

/// <summary>true, false, null, or a number whose digits no double holds: equal when written alike.</summary>
internal sealed class ExactWritten(byte[] json) : FieldTest
{
    public override bool Matches(in FieldValue value) => !value.IsText && value.Text.SequenceEqual(json);

    public override void AddTo(IFieldIndex index) => index.Written(json);

    public override bool IsFoundExactly => true;
}

internal sealed class NumberWithin(NumberRange range) : FieldTest
{
    public override bool Matches(in FieldValue value) =>
        value.Kind == ValueKind.Number && range.Contains(value.Nearest) && value.TryGetNumber(out _);

    public override void AddTo(IFieldIndex index) => index.Number(range);

    public override bool IsFoundExactly => true;
}

/// <summary>A string that is an IP address within a block, however it is spelt.</summary>
internal sealed class AddressWithin(AddressBlock block) : FieldTest
{
    public override bool Matches(in FieldValue value) =>
        value.IsText && IpAddress.TryParse(value.Text, out var address) && block.Contains(address);

    public override void AddTo(IFieldIndex index) => index.Address(block);

    public override bool IsFoundExactly => true;
}

/// <summary>There is a value, whatever it is.</summary>
internal sealed class Present : FieldTest
{
    public override bool Matches(in FieldValue value) => true;

    public override void AddTo(IFieldIndex index) => index.Any();

    public override bool IsFoundExactly => true;
}

/// <summary>A value of any type that passes none of the tests.</summary>
internal sealed class AnythingBut(FieldTest[] excluded) : FieldTest
{
    public override bool Matches(in FieldValue value)
    {
        foreach (var test in excluded)
            if (test.Matches(value))
                return false;
        return true;
    }

    public override void AddTo(IFieldIndex index) => index.Any();
}

/// <summary>Any of these will do.</summary>
internal sealed class AnyOf(FieldTest[] tests) : FieldTest
{
    public override bool Matches(in FieldValue value)
    {
        foreach (var test in tests)
            if (test.Matches(value))
                return true;
        return false;
    }

    public override void AddTo(IFieldIndex index)
    {
        foreach (var test in tests)
            test.AddTo(index);
    }

    public override bool IsFoundExactly => tests.All(test => test.IsFoundExactly);

    public static FieldTest? Of(FieldTest[] tests) => tests.Length switch
    {
        0 => null,
        1 => tests[0],
        _ => new AnyOf(tests),
    };
}
