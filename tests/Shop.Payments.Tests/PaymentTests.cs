using Shop.Events;

namespace Shop.Payments.Tests;

/// <summary>The table at <see cref="Payment"/>, every state by everything that can be heard.</summary>
public sealed class PaymentTests
{
    private static readonly Captured Charge = new("pay_1", new Money(5998), "USD");

    private static readonly Dictionary<string, Func<Payment, IReadOnlyList<IEvent>>> Heard = new()
    {
        ["expected"] = payment => payment.Expect(new Money(5998), "USD"),
        ["captured"] = payment => payment.Capture(Charge),
        ["declined"] = payment => payment.Decline("card_declined"),
        ["cancelled"] = payment => payment.Cancel(),
        ["refunded"] = payment => payment.Refund(Charge),
        ["nothing to refund"] = payment => payment.FindNothingToRefund(),
    };

    /// <summary>How a payment comes into each state.</summary>
    private static readonly Dictionary<string, string[]> Ways = new()
    {
        ["New"] = [],
        ["Requested"] = ["expected"],
        ["Captured"] = ["expected", "captured"],
        ["Declined"] = ["expected", "declined"],
        ["Cancelled"] = ["cancelled"],
        ["Refunding"] = ["expected", "cancelled"],
        ["Refunding, captured"] = ["expected", "captured", "cancelled"],
        ["Refunded"] = ["expected", "captured", "cancelled", "refunded"],
    };

    public static TheoryData<string, string, string, string> Table
    {
        get
        {
            var table = new TheoryData<string, string, string, string>();
            Add("New", "Requested", "Captured P", "Declined F", "Cancelled", "Refunded P B", "Cancelled");
            Add("Requested", "Requested", "Captured P", "Declined F", "Refunding R", "Refunded P B", "Cancelled");
            Add("Captured", "Captured", "Captured", "Captured", "Refunding R", "Refunded B", "refused");
            Add("Declined", "Declined", "Refunding P R", "Declined", "Declined", "Refunded P B", "Declined");
            Add("Cancelled", "Refunding R", "Refunding P R", "Cancelled", "Cancelled", "Refunded P B", "Cancelled");
            Add("Refunding", "Refunding", "Refunding P", "Refunding", "Refunding", "Refunded P B", "Cancelled");
            Add("Refunding, captured", "Refunding", "Refunding", "Refunding", "Refunding", "Refunded B", "refused");
            Add("Refunded", "Refunded", "Refunded", "Refunded", "Refunded", "Refunded", "Refunded");
            return table;

            void Add(string state, params string[] becomes)
            {
                foreach (var (heard, then) in Heard.Keys.Zip(becomes))
                    table.Add(state, heard, then.Split(' ')[0], string.Join(' ', then.Split(' ').Skip(1)));
            }
        }
    }

    [Theory, MemberData(nameof(Table))]
    public void A_payment_becomes_and_says_what_the_table_says(string state, string heard, string becomes, string says)
    {
        var payment = InState(state);

        if (becomes == "refused")
        {
            Assert.Contains("pay_1", Assert.Throws<InvalidOperationException>(() => Heard[heard](payment)).Message, StringComparison.Ordinal);
            return;
        }
        var said = Heard[heard](payment);

        Assert.Equal(becomes, payment.State.ToString());
        Assert.Equal(says, string.Join(' ', said.Select(one => Letters[one.GetType().Name])));
    }

    [Fact]
    public void Whatever_is_heard_in_whatever_order_money_is_told_once_and_never_kept_of_a_cancelled_order()
    {
        foreach (var history in Histories(6))
        {
            var payment = new Payment("ORD-1");
            var said = history.SelectMany(heard => Hear(payment, heard)).Select(one => Letters[one.GetType().Name]).ToList();

            Assert.True(said.Count(letter => letter == "P") <= 1);
            Assert.True(said.Count(letter => letter == "B") <= 1);
            Assert.True(said.Count(letter => letter == "F") <= 1);
            Assert.False(history.Contains("cancelled") && payment.State == PaymentState.Captured, string.Join(", ", history));
            // Money that is here for a cancelled order has a refund on its way.
            Assert.True(payment.State != PaymentState.Refunding || said.Contains("R"));
        }
    }

    private static Payment InState(string state)
    {
        var payment = new Payment("ORD-1");
        foreach (var heard in Ways[state])
            Heard[heard](payment);
        return payment;
    }

    private static IReadOnlyList<IEvent> Hear(Payment payment, string heard)
    {
        try
        {
            return Heard[heard](payment);
        }
        catch (InvalidOperationException)
        {
            return [];      // kept by the worker, and asked again
        }
    }

    private static IEnumerable<string[]> Histories(int length) => length == 0
        ? [[]]
        : Histories(length - 1).SelectMany(history => Heard.Keys.Select(heard => (string[])[.. history, heard]));

    private static readonly Dictionary<string, string> Letters = new()
    {
        ["PaymentProcessed"] = "P", ["PaymentFailed"] = "F", ["RefundRequested"] = "R", ["PaymentRefunded"] = "B",
    };
}
