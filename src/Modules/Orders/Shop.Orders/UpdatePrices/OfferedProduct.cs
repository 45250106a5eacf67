namespace Shop.Orders;

/// <summary>Orders' copy of the catalogue: products and prices, updated from catalog events.</summary>
internal sealed class OfferedProduct
{
    public required string ProductId { get; init; }

    /// <summary>The product name; empty until Product Listed arrives.</summary>
    public string Name { get; set; } = "";

    /// <summary>Minor units by currency.</summary>
    public IReadOnlyDictionary<string, long> Prices { get; set; } = new Dictionary<string, long>();

    public bool Withdrawn { get; set; }

    /// <summary>The catalog revision of the prices: an event with a smaller one is late.</summary>
    public long Revision { get; set; }

    /// <summary>The catalog revision of the name.</summary>
    public long NamedRevision { get; set; }

    /// <summary>The catalog revision of the last listing or withdrawal.</summary>
    public long ListedRevision { get; set; }

    /// <summary>Whether it can be ordered.</summary>
    public bool IsOffered => Name.Length > 0 && !Withdrawn;
}
