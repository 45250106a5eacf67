using System.Text;
using Shop.Events;

namespace Shop.Orders;

/// <summary>The process as a Mermaid state diagram: one arrow per pair of states, labelled with its triggers.</summary>
internal static class ProcessDiagram
{
    public static string Mermaid()
    {
        var lines = new StringBuilder("stateDiagram-v2\n");
        lines.Append($"    [*] --> {OrderState.AwaitingStock}: total below {OrderProcess.ReviewedFrom.Major}\n");
        lines.Append($"    [*] --> {OrderState.AwaitingStockAndReview}: total from {OrderProcess.ReviewedFrom.Major}\n");
        foreach (var arrow in OrderProcess.Table.GroupBy(transition => (transition.From, transition.To, transition.Emits)))
        {
            var handlings = string.Join(", ", arrow.Select(transition => Name(transition.Trigger)));
            var publishes = arrow.Key.Emits.Event is { } published ? $" / {Name(published)}" : "";
            lines.Append($"    {arrow.Key.From} --> {arrow.Key.To}: {handlings}{publishes}\n");
        }
        return lines.ToString();
    }

    private static string Name(Type type) =>
        typeof(IEvent).IsAssignableFrom(type) ? EventContract.Of(type).DetailType
        : type == typeof(DeadlinePassed) ? "deadline passed"
        : type == typeof(OperatorCancels) ? "operator cancels"
        : "customer cancels";
}
