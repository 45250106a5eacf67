namespace Shop.EventPatterns;

/// <summary>The doubles from <paramref name="Bottom"/> to <paramref name="Top"/>; an open end is itself left out.</summary>
internal readonly record struct NumberRange(double Bottom, bool OpenBottom, double Top, bool OpenTop)
{
    public static NumberRange Only(double value) => new(value, false, value, false);

    public bool Contains(double value) =>
        (OpenBottom ? value > Bottom : value >= Bottom) && (OpenTop ? value < Top : value <= Top);
}
