using Shop.Testing;

namespace Shop.Torture;

/// <summary>An order of the workload.</summary>
/// <param name="Kind">What is wrong with it, if anything.</param>
/// <param name="Body">The request.</param>
internal sealed record MixedOrder(string Kind, object Body);

/// <summary>Orders that are good, declined, scarce, large, slow to be answered for, or cancelled; the same number is the same order.</summary>
internal static class MixedOrders
{
    private static readonly string[] Kinds = ["declined", "error once", "unanswered", "scarce", "large", "cancelled"];

    public static MixedOrder Number(int i)
    {
        var kind = i % 3 == 0 ? Kinds[i / 3 % Kinds.Length] : "good";
        var product = $"PRD-{i % 40 + 1:0000}";
        return new MixedOrder(kind, kind switch
        {
            "declined" => Shopper.Order(product, 1, "tok_declined"),
            "error once" => Shopper.Order(product, 1, "tok_error_once"),
            "unanswered" => Shopper.Order(product, 1, "tok_charged_but_unanswered"),
            "scarce" => Shopper.Order(product, 400),
            "large" => Shopper.Order(product, 90),
            _ => Shopper.Order(product, i % 3 + 1),
        });
    }
}
