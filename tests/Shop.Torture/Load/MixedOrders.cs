using Shop.Testing;

namespace Shop.Torture;

/// <summary>An order of the workload.</summary>
/// <param name="Kind">What is wrong with it, if anything.</param>
/// <param name="Body">The request.</param>
internal sealed record MixedOrder(string Kind, object Body);

/// <summary>Orders that are valid, declined, out of stock, large, slow, poison or cancelled; the same number is the same order.</summary>
internal static class MixedOrders
{
    public const string Cancelled = "cancelled", Poison = "poison";

    private static readonly string[] Kinds = ["declined", "error once", "unanswered", "scarce", "large", Cancelled];

    private static readonly string[] Troubled = [.. Kinds, "slow", Cancelled, "unanswered", "stuck", "poison once", Poison];

    /// <summary>An order that comes to its end by itself.</summary>
    public static MixedOrder Number(int i) => Number(i, Kinds);

    /// <summary>An order that may also need time, a deadline or an operator.</summary>
    public static MixedOrder TroubledNumber(int i) => Number(i, Troubled);

    private static MixedOrder Number(int i, string[] kinds)
    {
        var kind = i % 3 == 0 ? kinds[i / 3 % kinds.Length] : "good";
        var product = $"PRD-{i % 40 + 1:0000}";
        var customer = kinds == Troubled ? $"CUST-{i % 500}" : "CUST-1";       // a customer with many orders is reviewed more closely
        return new MixedOrder(kind, kind switch
        {
            "declined" => Shopper.Order(product, 1, "tok_declined"),
            "error once" => Shopper.Order(product, 1, "tok_error_once"),
            "unanswered" => Shopper.Order(product, 1, "tok_charged_but_unanswered"),
            "scarce" => Shopper.Order(product, 400),
            "large" => Shopper.Order(product, 90, customerId: customer),
            "slow" => Shopper.Order(product, 1, "tok_slow"),
            "stuck" => Shopper.Order(product, 1, "tok_stuck"),
            "poison once" => Shopper.Order(product, 1, "tok_poison_once"),
            Poison => Shopper.Order(product, 1, "tok_poison"),
            _ => Shopper.Order(product, i % 3 + 1),
        });
    }

    /// <summary>Far larger than the API's limit.</summary>
    public static object Oversized { get; } = Shopper.Order(new string('x', 200_000));
}
