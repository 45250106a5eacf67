using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;
using Shop.Testing;
using static Shop.Orders.OrderState;

namespace Shop.Orders.Tests;

public sealed class OrderProcessTests
{
    private static readonly Type[] Triggers =
    [
        typeof(InventoryReserved), typeof(InventoryReservationFailed), typeof(FraudCheckPassed), typeof(FraudReviewRequested),
        typeof(FraudCheckFailed),
        typeof(PaymentProcessed), typeof(PaymentFailed), typeof(OrderShipped), typeof(OrderDelivered),
        typeof(CustomerCancels), typeof(OperatorCancels), typeof(DeadlinePassed),
    ];

    /// <summary>The expected state for each state and trigger; a dash means no transition.</summary>
    private static readonly Dictionary<OrderState, string[]> Expected = new()
    {
        //                            reserved            refused      passed             unclear                     suspected    paid         declined     shipped    delivered    customer     operator     deadline
        [AwaitingStock] =            ["AwaitingPayment",  "Cancelled", "-",               "-",                        "-",         "-",         "-",         "-",       "-",         "Cancelled", "Cancelled", "Cancelled"],
        [AwaitingStockAndReview] =   ["AwaitingReview",   "Cancelled", "AwaitingStock",   "AwaitingStockAndDecision", "Cancelled", "-",         "-",         "-",       "-",         "Cancelled", "Cancelled", "Cancelled"],
        [AwaitingStockAndDecision] = ["AwaitingDecision", "Cancelled", "AwaitingStock",   "-",                        "Cancelled", "-",         "-",         "-",       "-",         "Cancelled", "Cancelled", "Cancelled"],
        [AwaitingReview] =           ["-",                "-",         "AwaitingPayment", "AwaitingDecision",         "Cancelled", "-",         "-",         "-",       "-",         "Cancelled", "Cancelled", "Cancelled"],
        [AwaitingDecision] =         ["-",                "-",         "AwaitingPayment", "-",                        "Cancelled", "-",         "-",         "-",       "-",         "Cancelled", "Cancelled", "Cancelled"],
        [AwaitingPayment] =          ["-",                "-",         "-",               "-",                        "-",         "Confirmed", "Cancelled", "-",       "-",         "Cancelled", "Cancelled", "Cancelled"],
        [Confirmed] =                ["-",                "Cancelled", "-",               "-",                        "-",         "-",         "-",         "Shipped", "Delivered", "Cancelled", "Cancelled", "-"],
        [Shipped] =                  ["-",                "-",         "-",               "-",                        "-",         "-",         "-",         "-",       "Delivered", "-",         "-",         "-"],
        [Delivered] =                ["-",                "-",         "-",               "-",                        "-",         "-",         "-",         "-",       "-",         "-",         "-",         "Completed"],
        [Completed] =                ["-",                "-",         "-",               "-",                        "-",         "-",         "-",         "-",       "-",         "-",         "-",         "-"],
        [Cancelled] =                ["-",                "-",         "-",               "-",                        "-",         "-",         "-",         "-",       "-",         "-",         "-",         "-"],
    };

    public static TheoryData<string, string, string> EveryStateAndTrigger()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var state in Enum.GetValues<OrderState>())
            for (var i = 0; i < Triggers.Length; i++)
                cases.Add(state.ToString(), Triggers[i].Name, Expected[state][i]);
        return cases;
    }

    [Theory, MemberData(nameof(EveryStateAndTrigger))]
    public void Every_state_and_trigger_has_the_expected_transition(string state, string trigger, string becomes)
    {
        var transition = OrderProcess.Next(Enum.Parse<OrderState>(state), Triggers.Single(type => type.Name == trigger));

        Assert.Equal(becomes, transition?.To.ToString() ?? "-");
    }

    [Fact]
    public void Every_cancellation_publishes_Order_Cancelled_with_a_reason() => Assert.All(
        OrderProcess.Table.Where(transition => transition.To == Cancelled),
        transition =>
        {
            Assert.Equal(Emit.OrderCancelled, transition.Emits);
            Assert.NotNull(transition.Reason);
        });

    [Fact]
    public void Payment_Requested_is_published_exactly_on_entering_AwaitingPayment() => Assert.All(
        OrderProcess.Table, transition => Assert.Equal(transition.To == AwaitingPayment, transition.Emits == Emit.PaymentRequested));

    [Fact]
    public void Exactly_the_states_with_a_deadline_transition_have_a_deadline() => Assert.All(
        Enum.GetValues<OrderState>(), state =>
            Assert.Equal(OrderProcess.Next(state, typeof(DeadlinePassed)) is not null, new Deadlines().In(state) is not null));

    [Theory]
    [InlineData("999.99", AwaitingStock)]
    [InlineData("1000", AwaitingStockAndReview)]
    public void A_total_from_1000_is_reviewed(string total, object first) =>
        Assert.Equal(first, OrderProcess.First(Money.FromMajor(decimal.Parse(total, System.Globalization.CultureInfo.InvariantCulture))));

    [Fact]
    public void An_order_is_settled_when_it_is_confirmed_or_cancelled() =>
        Assert.Equal([Confirmed, Shipped, Delivered, Completed, Cancelled], Enum.GetValues<OrderState>().Where(OrderProcess.IsSettled));

    [Fact]
    public void An_order_is_at_rest_when_no_event_can_move_it() =>
        Assert.Equal([Delivered, Completed, Cancelled], Enum.GetValues<OrderState>().Where(OrderProcess.IsAtRest));

    [Fact]
    public void The_page_shows_the_current_process() =>
        Assert.Contains(ProcessDiagram.Mermaid(), File.ReadAllText(Path.Combine(Repository.Root, "docs", "concepts", "order-process.md")), StringComparison.Ordinal);

    [Fact]
    public void The_diagram_has_an_arrow_for_every_transition() => Assert.All(
        OrderProcess.Table, transition =>
            Assert.Contains($"    {transition.From} --> {transition.To}: ", ProcessDiagram.Mermaid(), StringComparison.Ordinal));
}
