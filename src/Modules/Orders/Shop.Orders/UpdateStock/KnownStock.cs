namespace Shop.Orders;

/// <summary>Orders' copy of a product's available stock. It informs quotes only; it decides no order.</summary>
internal sealed class KnownStock
{
    public required string ProductId { get; init; }

    /// <summary>null while unknown.</summary>
    public long? Available { get; init; }

    /// <summary>The inventory revision of this value.</summary>
    public long Revision { get; init; }
}
