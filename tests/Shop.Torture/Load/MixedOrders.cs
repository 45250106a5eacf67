using Shop.Testing;

namespace Shop.Torture;

/// <summary>An order of the workload.</summary>
/// <param name="Kind">What is wrong with it, if anything.</param>
/// <param name="Body">The request.</param>
internal sealed record MixedOrder(string Kind, object Body);

/// <summary>Orders that are good, declined, scarce, large, slow to be answered for, poisonous or cancelled; the same number is the same order.</summary>
internal static class MixedOrders
{
    public const string Cancelled = "cancelled", Poison = "poison";

    private static readonly string[] Kinds =
        ["declined", "error once", "unanswered", "scarce", "large", Cancelled, "slow", Cancelled, "unanswered", "stuck", "poison once", Poison];

    public static MixedOrder Number(int i)
    {
        var kind = i % 3 == 0 ? Kinds[i / 3 % Kinds.Length] : "good";
        var product = $"PRD-{i % 40 + 1:0000}";
        var customer = $"CUST-{i % 500}";       // who orders much at once is looked at more closely
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

    /// <summary>Far larger than what the API takes.</summary>
    public static object Oversized { get; } = Shopper.Order(new string('x', 200_000));
}
