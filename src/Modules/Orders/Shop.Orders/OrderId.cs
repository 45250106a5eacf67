using System.Buffers.Binary;
using System.Security.Cryptography;
using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>
/// <c>ORD-</c> and the 26 characters of a UUIDv7 in Crockford's base 32: sorts by time and is unguessable. The reference article's
/// <c>^ORD-[0-9]+$</c> is guessable and contradicts its own sample code.
/// </summary>
internal static class OrderId
{
    /// <summary>26 random characters of the same alphabet, for ids that need not sort by time.</summary>
    public static string Random() => RandomNumberGenerator.GetString(OrderIds.Alphabet, 26);

    public static string New(DateTimeOffset now) => Timed(OrderIds.Prefix, now);

    /// <summary>The same form under another prefix.</summary>
    public static string Timed(string prefix, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        var rest = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return string.Create(prefix.Length + 26, (prefix, rest), static (text, state) =>
        {
            var (prefix, rest) = state;
            prefix.CopyTo(text);
            for (var i = text.Length - 1; i >= prefix.Length; i--, rest >>= 5)
                text[i] = OrderIds.Alphabet[(int)(rest & 31)];
        });
    }
}
