using System.Globalization;

namespace Shop.Cli;

/// <summary>Generates orders: the same seed and failures give the same ones.</summary>
/// <param name="count">How many.</param>
/// <param name="failures">The share, 0–1, that is declined, out of stock, fails once, becomes a dead letter or is cancelled.</param>
/// <param name="seed">Seeds the random numbers.</param>
internal sealed class GeneratedOrders(int count, double failures, int seed)
{
    private const string OutOfStock = "out_of_stock";
    private const string Cancelled = "cancelled";
    private const string OutOfStockProduct = "PRD-0006";

    private static readonly string[] Failing =
        ["tok_declined", "tok_insufficient_funds", "tok_error_once", "tok_charged_but_unanswered", OutOfStock, Cancelled, "tok_poison",
            "tok_poison_once"];

    // Demo products with a million pieces in stock, so that thousands of orders fail for no other reason than those above.
    private static readonly string[] Products =
        ["PRD-0001", "PRD-0002", "PRD-0009", "PRD-0016", "PRD-0017", "PRD-0023", "PRD-0024", "PRD-0030", "PRD-0037", "PRD-0043"];

    private static readonly string[] Countries = ["US", "CA", "GB", "DE", "FR"];

    /// <summary>How many.</summary>
    public int Count => count;

    /// <summary>Seeds the random numbers.</summary>
    public int Seed => seed;

    /// <summary>The orders, always in the same sequence.</summary>
    public IEnumerable<GeneratedOrder> All()
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
            yield return Generate(i, random);
    }

    private GeneratedOrder Generate(int i, Random random)
    {
        var failure = random.NextDouble() < failures ? Failing[random.Next(Failing.Length)] : "";
        var products = failure == OutOfStock
            ? [OutOfStockProduct]
            : Enumerable.Range(0, random.Next(1, 4)).Select(_ => Products[random.Next(Products.Length)]).Distinct();
        return new GeneratedOrder(
            string.Create(CultureInfo.InvariantCulture, $"seed-{seed}-{failures}-{i}"),
            new
            {
                customerId = $"CUST-{random.Next(1, 200)}",
                email = $"customer{i}@example.com",
                currency = random.Next(3) switch { 0 => "EUR", 1 => "GBP", _ => "USD" },
                items = products.Select(id => new { productId = id, quantity = random.Next(1, 4) }).ToArray(),
                shippingAddress = new
                {
                    country = Countries[random.Next(Countries.Length)], state = "", city = "Springfield",
                    zipCode = $"{random.Next(10000, 99999)}",
                },
                paymentToken = failure.StartsWith("tok_", StringComparison.Ordinal) ? failure : "tok_ok",
            },
            failure == Cancelled);
    }
}

/// <summary>An order to place.</summary>
/// <param name="IdempotencyKey">Places it once.</param>
/// <param name="Body">The body of <c>POST /v1/orders</c>.</param>
/// <param name="Cancelled">Whether its customer cancels it at once.</param>
internal sealed record GeneratedOrder(string IdempotencyKey, object Body, bool Cancelled);
