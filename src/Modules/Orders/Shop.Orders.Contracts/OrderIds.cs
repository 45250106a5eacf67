namespace Shop.Orders.Contracts;

/// <summary>
/// What an order's id says. <c>ORD-</c> and 26 characters of Crockford's base 32, a UUIDv7: the first ten are the milliseconds since 1970 UTC.
/// </summary>
public static class OrderIds
{
    /// <summary>Crockford's base 32: without I, L, O and U.</summary>
    public const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>What every order's id begins with.</summary>
    public const string Prefix = "ORD-";

    private const int Length = 26, TimeLength = 10;

    /// <summary>When the order was placed; null when it is no order's id.</summary>
    /// <param name="orderId">The id.</param>
    public static DateTimeOffset? PlacedAt(string orderId)
    {
        ArgumentNullException.ThrowIfNull(orderId);
        if (orderId.Length != Prefix.Length + Length || !orderId.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var milliseconds = 0L;
        foreach (var digit in orderId.AsSpan(Prefix.Length, TimeLength))
        {
            var value = Alphabet.IndexOf(digit, StringComparison.Ordinal);
            if (value < 0)
                return null;
            milliseconds = (milliseconds << 5) | (uint)value;
        }
        return milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }
}
