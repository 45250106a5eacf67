namespace Shop.EventPatterns;

/// <summary>The addresses that share their first <paramref name="PrefixBits"/> bits with <paramref name="First"/>.</summary>
internal readonly record struct AddressBlock(IpAddress First, int PrefixBits)
{
    public static AddressBlock Of(IpAddress address, int prefixBits) =>
        new(address with { Bits = Mask(address.Bits, address.Size - prefixBits) }, prefixBits);

    public static AddressBlock Only(IpAddress address) => new(address, address.Size);

    public bool Contains(IpAddress address) =>
        address.IsV6 == First.IsV6 && Mask(address.Bits, address.Size - PrefixBits) == First.Bits;

    private static UInt128 Mask(UInt128 bits, int hostBits) => hostBits >= 128 ? 0 : bits >> hostBits << hostBits;
}
