using System.ComponentModel.DataAnnotations;

namespace Shop.Web;

/// <summary>An amount of money.</summary>
/// <param name="Amount">In minor units: cents, pence.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record PriceTag(long Amount, [property: RegularExpression("^[A-Z]{3}$")] string Currency);
