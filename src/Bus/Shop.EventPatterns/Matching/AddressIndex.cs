using System.Collections.Frozen;

namespace Shop.EventPatterns;

/// <summary>Finds the blocks that an address lies in: one lookup for each size of block that occurs.</summary>
internal sealed class AddressIndex
{
    private readonly (int PrefixBits, bool IsV6, FrozenDictionary<AddressBlock, int[]> Blocks)[] _sizes;

    public AddressIndex(IEnumerable<(AddressBlock Block, int Condition)> blocks) =>
        _sizes = [.. blocks.GroupBy(entry => (entry.Block.PrefixBits, entry.Block.First.IsV6)).Select(size => (
            size.Key.PrefixBits, size.Key.IsV6,
            size.GroupBy(entry => entry.Block, entry => entry.Condition).ToFrozenDictionary(block => block.Key, block => block.ToArray())))];

    public void Find(ReadOnlySpan<byte> text, int value, ref MatchRun run)
    {
        if (!IpAddress.TryParse(text, out var address))
            return;
        foreach (var (prefixBits, isV6, blocks) in _sizes)
            if (isV6 == address.IsV6 && blocks.TryGetValue(AddressBlock.Of(address, prefixBits), out var conditions))
                run.Consider(conditions, value);
    }
}
