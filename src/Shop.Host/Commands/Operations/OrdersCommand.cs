using System.CommandLine;

namespace Shop.Host.Commands.Operations;

/// <summary><c>shop orders resume|cancel</c>: what an operator may do to an order.</summary>
internal static class OrdersCommand
{
    public static Command Create() => new("orders", "Let a held order wait on, or cancel one in its customer's place.")
    {
        Change("resume", "Let a held order wait on, with a new deadline."), Change("cancel", "Cancel an order; stock and money are given back."),
    };

    private static Command Change(string deed, string description)
    {
        var id = new Argument<string>("order-id") { Description = "The order: ORD-…" };
        return OpsClient.Talking(new Command(deed, description) { id }, async (parsed, shop, ct) =>
        {
            var order = await shop.Post($"/ops/orders/{Uri.EscapeDataString(parsed.GetValue(id)!)}/{deed}", ct);
            Console.WriteLine($"{order.Field("orderId")} is {order.Field("status")}{(order.Field("statusReason") is { Length: > 0 } reason ? $" ({reason})" : "")}.");
            return 0;
        });
    }
}
