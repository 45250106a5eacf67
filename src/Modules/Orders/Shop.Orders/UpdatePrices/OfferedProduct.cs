namespace Shop.Orders;

/// <summary>Orders' own copy of what can be bought and at what price, kept by hearing the catalog.</summary>
internal sealed class OfferedProduct
{
    public required string ProductId { get; init; }

    /// <summary>What shoppers call it; empty until Product Listed has been heard.</summary>
    public string Name { get; set; } = "";

    /// <summary>Minor units by currency.</summary>
    public IReadOnlyDictionary<string, long> Prices { get; set; } = new Dictionary<string, long>();

    public bool Withdrawn { get; set; }

    /// <summary>The catalog's revision that the prices are of: an event with a smaller one is late.</summary>
    public long Revision { get; set; }

    /// <summary>The revision that the name is of.</summary>
    public long NamedRevision { get; set; }

    /// <summary>The revision that it was listed or withdrawn with.</summary>
    public long ListedRevision { get; set; }

    /// <summary>Whether it can be ordered.</summary>
    public bool IsOffered => Name.Length > 0 && !Withdrawn;
}
