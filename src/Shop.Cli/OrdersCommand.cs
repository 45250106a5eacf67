using System.CommandLine;
using Shop.OpsClient;

namespace Shop.Cli;

/// <summary><c>shop orders resume|cancel</c>: what an operator may do to an order.</summary>
internal static class OrdersCommand
{
    public static Command Create() => new("orders", "Resumes an order that is on hold, or cancels one for its customer.")
    {
        Change("resume", "Resumes an order that is on hold, with a new deadline.", (shop, id, ct) => shop.ResumeOrder(id, ct)),
        Change("cancel", "Cancels an order; the shop returns stock and money.", (shop, id, ct) => shop.CancelOrder(id, ct)),
    };

    private static Command Change(string name, string description, Func<ShopApiClient, string, CancellationToken, Task<OrderStatus>> change)
    {
        var id = new Argument<string>("order-id") { Description = "The order: ORD-…" };
        return ShopConnection.Command(name, description, [id], async (parsed, shop, terminal, ct) =>
        {
            var order = await change(shop, parsed.GetRequiredValue(id), ct);
            terminal.Line($"{order.OrderId} is {order.Status}{(order.StatusReason is { Length: > 0 } reason ? $" ({reason})" : "")}.");
            return 0;
        });
    }
}
