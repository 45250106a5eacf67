using System.Net.Http.Json;
using System.Text.Json;

namespace Shop.Host.Commands;

/// <summary>Makes up orders: the same number gives the same ones.</summary>
/// <param name="orders">How many.</param>
/// <param name="failures">The share, 0–1, that is declined, asks for what is sold out, stumbles once, leaves a dead letter or is cancelled.</param>
/// <param name="seed">Chooses among all that could be made up.</param>
/// <param name="name">What their keys begin with: an order of the same name and number is placed once.</param>
internal sealed class Shoppers(int orders, double failures, int seed, string name)
{
    private static readonly string[] Failing = ["tok_declined", "tok_insufficient_funds", "tok_error_once", "tok_charged_but_unanswered", "sold_out", "cancel", "tok_poison", "tok_poison_once"];

    // Of the opening range: those with a million pieces, so that thousands of orders fail for no other reason than those that were asked for.
    private static readonly string[] Plenty = ["PRD-0001", "PRD-0002", "PRD-0009", "PRD-0016", "PRD-0017", "PRD-0023", "PRD-0024", "PRD-0030", "PRD-0037", "PRD-0043"];
    private const string SoldOut = "PRD-0006";

    private static readonly string[] Countries = ["US", "CA", "GB", "DE", "FR"];

    public IEnumerable<MadeUpOrder> All()
    {
        var chance = new Random(seed);
        for (var i = 0; i < orders; i++)
            yield return MakeUp(i, chance);
    }

    private MadeUpOrder MakeUp(int i, Random chance)
    {
        var fails = chance.NextDouble() < failures ? Failing[chance.Next(Failing.Length)] : "";
        var products = fails == "sold_out" ? [SoldOut] : Enumerable.Range(0, chance.Next(1, 4)).Select(_ => Plenty[chance.Next(Plenty.Length)]).Distinct();
        return new MadeUpOrder(
            $"seed-{name}-{i}",
            new
            {
                customerId = $"CUST-{chance.Next(1, 200)}",
                email = $"customer{i}@example.com",
                currency = chance.Next(3) switch { 0 => "EUR", 1 => "GBP", _ => "USD" },
                items = products.Select(id => new { productId = id, quantity = chance.Next(1, 4) }).ToArray(),
                shippingAddress = new { country = Countries[chance.Next(Countries.Length)], state = "", city = "Springfield", zipCode = $"{chance.Next(10000, 99999)}" },
                paymentToken = fails.StartsWith("tok_", StringComparison.Ordinal) ? fails : "tok_ok",
            },
            Cancelled: fails == "cancel");
    }
}

/// <summary>An order that a made-up shopper places, and perhaps cancels at once.</summary>
internal sealed record MadeUpOrder(string Key, object Body, bool Cancelled)
{
    /// <summary>Places it; false when the shop refuses.</summary>
    public async Task<bool> Place(HttpClient shop, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/orders") { Content = JsonContent.Create(Body) };
        request.Headers.Add("Idempotency-Key", Key);
        using var answer = await shop.SendAsync(request, ct);
        if (!answer.IsSuccessStatusCode)
            return false;
        if (Cancelled)
        {
            var placed = await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
            using var _ = await shop.PostAsync($"/v1/orders/{placed.GetProperty("orderId").GetString()}/cancel", null, ct);
        }
        return true;
    }
}
