using Shop.Events;
using Shop.Orders.Contracts;

namespace Shop.Payments;

/// <summary>Which large orders are refused. The section <c>Payments:Fraud</c> of the configuration.</summary>
internal sealed class FraudPolicy
{
    /// <summary>The highest total that passes, in major units of the order's currency.</summary>
    public decimal RefuseAbove { get; init; } = 25_000;

    /// <summary>Shipping countries that no large order goes to, ISO 3166-1 alpha-2.</summary>
    public IReadOnlyList<string> RefusedCountries { get; init; } = [];

    /// <summary>Why the order must not be charged; empty when it may.</summary>
    public IReadOnlyList<string> ReasonsAgainst(OrderCreated order)
    {
        var reasons = new List<string>();
        var country = order.ShippingAddress.Country;
        if (order.TotalAmount.Major > RefuseAbove)
            reasons.Add($"The total of {order.TotalAmount} {order.Currency} is above {Money.FromMajor(RefuseAbove)}, the most that is accepted.");
        if (RefusedCountries.Contains(country, StringComparer.OrdinalIgnoreCase))
            reasons.Add($"Large orders are not shipped to {country}.");
        return reasons;
    }
}
