using Shop.Events;

namespace Shop.Payments.Contracts;

// Each module has its own copy of shared constraints on purpose: a module can leave the repository together with its contracts.

/// <summary><c>ORD-</c> and 26 characters of Crockford's base 32. The reference article's <c>^ORD-[0-9]+$</c> is guessable.</summary>
internal sealed class OrderIdAttribute : PatternAttribute
{
    public OrderIdAttribute() : base("^ORD-[0-9A-HJKMNP-TV-Z]{26}$") => Example = "ORD-01JNK5Y3W8QZ4T7R2M6V9B1C0D";
}

/// <summary>The gateway's payment id.</summary>
internal sealed class PaymentIdAttribute : LengthAttribute
{
    public PaymentIdAttribute() : base(1, 128) => Example = "pay_01956b2e1f007c3a9d4e5f6a7b8c9d0e";
}

/// <summary>ISO 4217: one of the shop's currencies.</summary>
internal sealed class CurrencyAttribute() : OneOfAttribute("USD", "EUR", "GBP");
