namespace Shop.Orders;

/// <summary>How many of a product can be sold, as far as Orders has heard. Orders are not decided by it.</summary>
internal sealed class KnownStock
{
    public required string ProductId { get; init; }

    /// <summary>null while nothing is known of it.</summary>
    public long? Available { get; init; }

    /// <summary>The inventory's revision that this is of.</summary>
    public long Revision { get; init; }
}
