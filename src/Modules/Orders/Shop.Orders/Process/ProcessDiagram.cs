using System.Text;
using Shop.Events;

namespace Shop.Orders;

/// <summary>The process as a Mermaid state diagram.</summary>
internal static class ProcessDiagram
{
    public static string Mermaid()
    {
        var lines = new StringBuilder("stateDiagram-v2\n");
        lines.AppendLine($"    [*] --> {OrderState.AwaitingStock}: total below {OrderProcess.ReviewedFrom.Major}");
        lines.AppendLine($"    [*] --> {OrderState.AwaitingStockAndReview}: total from {OrderProcess.ReviewedFrom.Major}");
        foreach (var step in OrderProcess.Table)
            lines.AppendLine($"    {step.In} --> {step.Becomes}: {Name(step.Hearing)}{(step.Says.Event is { } said ? $" / {Name(said)}" : "")}");
        return lines.ToString();
    }

    private static string Name(Type type) =>
        typeof(IEvent).IsAssignableFrom(type) ? EventContract.Of(type).DetailType
        : type == typeof(DeadlinePassed) ? "deadline passed"
        : type == typeof(OperatorCancels) ? "operator cancels"
        : "customer cancels";
}
