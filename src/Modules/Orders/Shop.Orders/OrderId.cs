using System.Buffers.Binary;

namespace Shop.Orders;

/// <summary>
/// <c>ORD-</c> and the 26 characters of a UUIDv7 in Crockford's base 32: sorts by time and cannot be guessed. The article's
/// <c>^ORD-[0-9]+$</c> could be, and contradicts its own code.
/// </summary>
internal static class OrderId
{
    private const string Prefix = "ORD-";
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        var rest = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return string.Create(Prefix.Length + 26, rest, static (text, rest) =>
        {
            Prefix.CopyTo(text);
            for (var i = text.Length - 1; i >= Prefix.Length; i--, rest >>= 5)
                text[i] = Alphabet[(int)(rest & 31)];
        });
    }
}
