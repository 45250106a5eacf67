using System.ComponentModel.DataAnnotations;
using Shop.Events;

namespace Shop.Catalog;

/// <summary>A product's prices, one per currency of the shop.</summary>
/// <param name="Usd">In cents.</param>
/// <param name="Eur">In cents.</param>
/// <param name="Gbp">In pence.</param>
internal sealed record PricesBody(
    [property: Range(PricesBody.Min, PricesBody.Max)] long Usd,
    [property: Range(PricesBody.Min, PricesBody.Max)] long Eur,
    [property: Range(PricesBody.Min, PricesBody.Max)] long Gbp)
{
    public const int Min = 1;

    /// <summary>A million, so that no order's total can overflow.</summary>
    public const int Max = 1_000_000_00;

    public Prices ToPrices() => new(new Money(Usd), new Money(Eur), new Money(Gbp));

    public static PricesBody Of(Prices prices) => new(prices.Usd.Minor, prices.Eur.Minor, prices.Gbp.Minor);
}
