using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Web;

namespace Shop.Payments;

/// <summary>
/// Which large orders are rejected, and which an operator reviews; the section <c>Payments:Fraud</c>. An order passes only when no rule
/// objects.
/// </summary>
internal sealed class FraudPolicy
{
    /// <summary>The highest total that is not rejected, in major units of the order's currency.</summary>
    public decimal RejectAbove { get; init; } = 25_000;

    /// <summary>Destination countries for which large orders are rejected, ISO 3166-1 alpha-2.</summary>
    public IReadOnlyList<string> RejectedCountries { get; init; } = [];

    /// <summary>The highest total that passes without an operator, in major units.</summary>
    public decimal ReviewAbove { get; init; } = 10_000;

    /// <summary>Destination countries for which an operator reviews large orders.</summary>
    public IReadOnlyList<string> ReviewCountries { get; init; } = [];

    /// <summary>The quantity of one product from which an operator reviews the order: possible resale.</summary>
    public int ReviewFromQuantity { get; init; } = 100;

    /// <summary>The number of a customer's large orders within a day from which an operator reviews; 0 for never.</summary>
    public int ReviewFromOrdersPerDay { get; init; }

    /// <exception cref="ArgumentException">A setting names a country that does not exist: the rule would never apply.</exception>
    public FraudPolicy Validated()
    {
        Countries.Check("Payments:Fraud:RejectedCountries", RejectedCountries);
        Countries.Check("Payments:Fraud:ReviewCountries", ReviewCountries);
        return this;
    }

    /// <summary>The verdict on an order, and each reason for it.</summary>
    /// <param name="order">The order.</param>
    /// <param name="ordersToday">The customer's other large orders within the last day.</param>
    public (FraudVerdict Verdict, IReadOnlyList<string> Reasons) Judge(OrderCreated order, int ordersToday)
    {
        if (ReasonsToReject(order).ToList() is { Count: > 0 } rejections)
            return (FraudVerdict.Refused, rejections);
        var unclear = ReasonsToReview(order, ordersToday).ToList();
        return (unclear.Count > 0 ? FraudVerdict.Unclear : FraudVerdict.Passed, unclear);
    }

    private IEnumerable<string> ReasonsToReject(OrderCreated order)
    {
        if (order.TotalAmount.Major > RejectAbove)
            yield return $"The total of {order.TotalAmount} {order.Currency} is above {Money.FromMajor(RejectAbove)}, the most that is "
                + $"accepted.";
        if (Has(RejectedCountries, order))
            yield return $"Large orders are not shipped to {order.ShippingAddress.Country}.";
    }

    private IEnumerable<string> ReasonsToReview(OrderCreated order, int ordersToday)
    {
        if (order.TotalAmount.Major > ReviewAbove)
            yield return $"The total of {order.TotalAmount} {order.Currency} is above {Money.FromMajor(ReviewAbove)}.";
        if (Has(ReviewCountries, order))
            yield return $"It goes to {order.ShippingAddress.Country}.";
        foreach (var item in order.Items.Where(item => item.Quantity >= ReviewFromQuantity))
            yield return $"It has {item.Quantity} of {item.ProductId}.";
        if (ReviewFromOrdersPerDay > 0 && ordersToday + 1 >= ReviewFromOrdersPerDay)
            yield return $"It is large order {ordersToday + 1} of {order.CustomerId} within a day.";
    }

    private static bool Has(IReadOnlyList<string> countries, OrderCreated order) =>
        countries.Contains(order.ShippingAddress.Country, StringComparer.OrdinalIgnoreCase);
}
