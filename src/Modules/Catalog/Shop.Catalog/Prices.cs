using Shop.Catalog.Contracts;
using Shop.Events;

namespace Shop.Catalog;

/// <summary>A product's prices, one per currency of the shop.</summary>
internal sealed record Prices(Money Usd, Money Eur, Money Gbp)
{
    /// <summary>ISO 4217 codes of the shop's currencies.</summary>
    public static IReadOnlyList<string> Currencies { get; } = ["USD", "EUR", "GBP"];

    /// <summary>The price in one of <see cref="Currencies"/>.</summary>
    public Money In(string currency) => currency switch
    {
        "USD" => Usd,
        "EUR" => Eur,
        "GBP" => Gbp,
        _ => throw new ArgumentOutOfRangeException(nameof(currency), currency, $"Prices are in {string.Join(", ", Currencies)}."),
    };

    /// <summary>The prices for events.</summary>
    public IReadOnlyList<Price> Published() => [.. Currencies.Select(currency => new Price(currency, In(currency)))];
}
