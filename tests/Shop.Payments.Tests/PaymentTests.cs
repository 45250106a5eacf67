using Shop.Events;

namespace Shop.Payments.Tests;

/// <summary>The table at <see cref="Payment"/>: every state with every input.</summary>
public sealed class PaymentTests
{
    private static readonly Authorised Known = new("pay_1", new Money(5998), "USD");

    private static readonly Dictionary<string, Func<Payment, IReadOnlyList<IEvent>>> Inputs = new()
    {
        ["expected"] = payment => payment.Expect(new Money(5998), "USD"),
        ["authorised"] = payment => payment.Authorise(Known),
        ["declined"] = payment => payment.Decline("card_declined"),
        ["captured"] = payment => payment.Capture(Known),
        ["cancelled"] = payment => payment.Cancel(),
        ["voided"] = payment => payment.RecordVoidOrRefund(new VoidOrRefundResult(Known, null)),
        ["refunded"] = payment => payment.RecordVoidOrRefund(new VoidOrRefundResult(Known, Known.Amount)),
        ["nothing to refund"] = payment => payment.RecordNothingToRefund(),
    };

    /// <summary>The inputs that lead to each state.</summary>
    private static readonly Dictionary<string, string[]> Ways = new()
    {
        ["New"] = [],
        ["Requested"] = ["expected"],
        ["Authorised"] = ["expected", "authorised"],
        ["Captured"] = ["expected", "authorised", "captured"],
        ["Declined"] = ["expected", "declined"],
        ["Cancelled"] = ["cancelled"],
        ["Cancelled, expected"] = ["expected", "cancelled", "nothing to refund"],
        ["Refunding"] = ["expected", "cancelled"],
        ["Refunding, authorised"] = ["expected", "authorised", "cancelled"],
        ["Refunding, captured"] = ["expected", "captured", "cancelled"],
        ["Voided"] = ["expected", "authorised", "cancelled", "voided"],
        ["Refunded"] = ["expected", "captured", "cancelled", "refunded"],
    };

    public static TheoryData<string, string, string, string> Table
    {
        get
        {
            var table = new TheoryData<string, string, string, string>();
            //                           expected       authorised       declined      captured           cancelled      voided        refunded          nothing to refund
            Add("New",                   "Requested",   "Authorised P",  "Declined F", "Captured P C",    "Cancelled",   "Voided P V", "Refunded P C B", "Cancelled");
            Add("Requested",             "Requested",   "Authorised P",  "Declined F", "Captured P C",    "Refunding R", "Voided P V", "Refunded P C B", "Cancelled");
            Add("Authorised",            "Authorised",  "Authorised",    "Authorised", "Captured C",      "Refunding R", "Voided V",   "Refunded C B",   "refused");
            Add("Captured",              "Captured",    "Captured",      "Captured",   "Captured",        "Refunding R", "refused",    "Refunded B",     "refused");
            Add("Declined",              "Declined",    "Refunding P R", "Declined",   "Refunding P C R", "Declined",    "Voided P V", "Refunded P C B", "Declined");
            Add("Cancelled",             "Refunding R", "Refunding P R", "Cancelled",  "Refunding P C R", "Cancelled",   "Voided P V", "Refunded P C B", "Cancelled");
            Add("Cancelled, expected",   "Cancelled",   "Refunding P R", "Cancelled",  "Refunding P C R", "Cancelled",   "Voided P V", "Refunded P C B", "Cancelled");
            Add("Refunding",             "Refunding",   "Refunding P",   "Refunding",  "Refunding P C",   "Refunding",   "Voided P V", "Refunded P C B", "Cancelled");
            Add("Refunding, authorised", "Refunding",   "Refunding",     "Refunding",  "Refunding C",     "Refunding",   "Voided V",   "Refunded C B",   "refused");
            Add("Refunding, captured",   "Refunding",   "Refunding",     "Refunding",  "Refunding",       "Refunding",   "refused",    "Refunded B",     "refused");
            Add("Voided",                "Voided",      "Voided",        "Voided",     "Voided",          "Voided",      "Voided",     "Voided",         "Voided");
            Add("Refunded",              "Refunded",    "Refunded",      "Refunded",   "Refunded",        "Refunded",    "Refunded",   "Refunded",       "Refunded");
            return table;

            void Add(string state, params string[] becomes)
            {
                foreach (var (received, then) in Inputs.Keys.Zip(becomes))
                    table.Add(state, received, then.Split(' ')[0], string.Join(' ', then.Split(' ').Skip(1)));
            }
        }
    }

    [Theory, MemberData(nameof(Table))]
    public void Every_payment_state_and_input_follows_the_table(string state, string received, string becomes, string publishes)
    {
        var payment = InState(state);

        if (becomes == "refused")
        {
            Assert.Contains(
                "pay_1", Assert.Throws<InvalidOperationException>(() => Inputs[received](payment)).Message, StringComparison.Ordinal);
            return;
        }
        var published = Inputs[received](payment);

        Assert.Equal(becomes, payment.State.ToString());
        Assert.Equal(publishes, string.Join(' ', published.Select(one => Outputs[one.GetType().Name])));
    }

    [Fact]
    public void Any_input_order_publishes_money_once_and_never_retains_it_for_a_cancelled_order()
    {
        foreach (var history in Histories(5))
        {
            var payment = new Payment("ORD-1");
            var published = history.SelectMany(received => Apply(payment, received)).Select(one => Outputs[one.GetType().Name]).ToList();

            Assert.True(published.Count(message => message == "P") <= 1);
            Assert.True(published.Count(message => message == "C") <= 1);
            Assert.True(published.Count(message => message is "B" or "V") <= 1);
            Assert.True(published.Count(message => message == "F") <= 1);
            Assert.False(
                history.Contains("cancelled")
                && payment.State is PaymentState.Authorised or PaymentState.Captured, string.Join(", ", history));
            // A captured payment of a cancelled order has a refund requested.
            Assert.True(payment.State != PaymentState.Refunding || published.Contains("R"));
        }
    }

    [Fact]
    public void A_partial_refund_is_requested_and_published_once()
    {
        var payment = InState("Captured");

        Assert.Single(payment.RequestRefund("RET-1", new Money(1000)));
        Assert.Empty(payment.RequestRefund("RET-1", new Money(1000)));
        var refunded = Assert.IsType<Contracts.PaymentRefunded>(Assert.Single(payment.RecordPartialRefund("RET-1")));
        Assert.Equal((1000, "RET-1"), (refunded.Amount.Minor, refunded.RefundId));
        Assert.Empty(payment.RecordPartialRefund("RET-1"));
    }

    private static Payment InState(string state)
    {
        var payment = new Payment("ORD-1");
        foreach (var received in Ways[state])
            Inputs[received](payment);
        return payment;
    }

    private static IReadOnlyList<IEvent> Apply(Payment payment, string received)
    {
        try
        {
            return Inputs[received](payment);
        }
        catch (InvalidOperationException)
        {
            return [];      // the bus retries it
        }
    }

    private static IEnumerable<string[]> Histories(int length) => length == 0
        ? [[]]
        : Histories(length - 1).SelectMany(history => Inputs.Keys.Select(received => (string[])[.. history, received]));

    private static readonly Dictionary<string, string> Outputs = new()
    {
        ["PaymentProcessed"] = "P", ["PaymentFailed"] = "F", ["PaymentCaptured"] = "C", ["RefundRequested"] = "R", ["PaymentVoided"] = "V",
        ["PaymentRefunded"] = "B",
    };
}
