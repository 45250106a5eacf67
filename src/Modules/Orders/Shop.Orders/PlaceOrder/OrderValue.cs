using System.Diagnostics.Metrics;
using Shop.Events;

namespace Shop.Orders;

/// <summary>The metric of order values.</summary>
internal static class OrderValue
{
    private static readonly Meter Meter = new("Shop.Orders");

    /// <summary>Tags: <c>Currency</c>.</summary>
    private static readonly Histogram<double> Value =
        Meter.CreateHistogram<double>("OrderValue", description: "Totals of placed orders, in major units.");

    public static void Record(Order order) =>
        Value.Record((double)new Money(order.Total).Major, new KeyValuePair<string, object?>("Currency", order.Currency));
}
