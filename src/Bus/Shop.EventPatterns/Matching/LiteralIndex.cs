using System.Buffers.Binary;

namespace Shop.EventPatterns;

/// <summary>Texts and what belongs to each. Immutable; looking up allocates nothing.</summary>
internal sealed class LiteralIndex<T>
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const int LongestInMask = 63;

    private readonly Entry[] _entries;
    private readonly int[] _firstInBucket;
    private readonly ulong _lengthsPresent;

    private LiteralIndex(IReadOnlyCollection<KeyValuePair<byte[], T>> texts)
    {
        _entries = new Entry[texts.Count];
        _firstInBucket = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)texts.Count * 2 + 1)];
        Lengths = [.. texts.Select(text => text.Key.Length).Distinct().Order()];
        foreach (var (text, value) in texts)
        {
            var hash = Hash(text);
            ref var first = ref _firstInBucket[hash & (uint)(_firstInBucket.Length - 1)];
            _entries[Count] = new Entry(text, hash, value, first - 1);
            first = ++Count;
            _lengthsPresent |= 1UL << Math.Min(text.Length, LongestInMask);
        }
    }

    public int Count { get; }

    /// <summary>The lengths that occur, shortest first.</summary>
    public int[] Lengths { get; }

    /// <summary>Of texts that occur twice the last counts.</summary>
    public static LiteralIndex<T> Of(IEnumerable<(byte[] Text, T Value)> texts)
    {
        var distinct = new Dictionary<byte[], T>(BytesComparer.Instance);
        foreach (var (text, value) in texts)
            distinct[text] = value;
        return new LiteralIndex<T>(distinct);
    }

    public bool FindWhole(ReadOnlySpan<byte> text, out T value)
    {
        if ((_lengthsPresent >> Math.Min(text.Length, LongestInMask) & 1) != 0)
        {
            var hash = Hash(text);
            for (var i = _firstInBucket[hash & (uint)(_firstInBucket.Length - 1)] - 1; i >= 0; i = _entries[i].Next)
            {
                ref readonly var entry = ref _entries[i];
                if (entry.Hash == hash && text.SequenceEqual(entry.Text))
                {
                    value = entry.Value;
                    return true;
                }
            }
        }
        value = default!;
        return false;
    }

    private static uint Hash(ReadOnlySpan<byte> text)
    {
        var hash = (ulong)text.Length;
        for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..])
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text));
        ulong rest = 0;
        foreach (var octet in text)
            rest = (rest << 8) | octet;
        return (uint)(Mix(hash ^ rest) >> 16);
    }

    private static ulong Mix(ulong value)
    {
        value *= Multiplier;
        return value ^ (value >> 32);
    }

    private readonly record struct Entry(byte[] Text, uint Hash, T Value, int Next);
}
