using Shop.Events;

namespace Shop.Catalog.Contracts;

// Each module has its own copy of shared constraints on purpose: a module can leave the repository together with its contracts.

/// <summary>A product's id: 1–64 characters.</summary>
internal sealed class ProductIdAttribute : LengthAttribute
{
    public ProductIdAttribute() : base(1, 64) => Example = "PRD-0001";
}

/// <summary>ISO 4217: one of the shop's currencies.</summary>
internal sealed class CurrencyAttribute() : OneOfAttribute("USD", "EUR", "GBP");
