using Shop.Events;

namespace Shop.Inventory.Contracts;

// Each module has its own copy of shared constraints on purpose: a module can leave the repository together with its contracts.

/// <summary><c>ORD-</c> and 26 characters of Crockford's base 32. The reference article's <c>^ORD-[0-9]+$</c> is guessable.</summary>
internal sealed class OrderIdAttribute : PatternAttribute
{
    public OrderIdAttribute() : base("^ORD-[0-9A-HJKMNP-TV-Z]{26}$") => Example = "ORD-01JNK5Y3W8QZ4T7R2M6V9B1C0D";
}

/// <summary>A product's id: 1–64 characters.</summary>
internal sealed class ProductIdAttribute : LengthAttribute
{
    public ProductIdAttribute() : base(1, 64) => Example = "PRD-0001";
}
