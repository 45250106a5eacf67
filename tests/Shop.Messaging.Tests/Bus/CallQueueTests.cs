using Shop.Events;
using Shop.Testing;

namespace Shop.Messaging.Tests.Bus;

public sealed class CallQueueTests
{
    [Event("com.shop.calls", "Call Requested")]
    public sealed record CallRequested(string Receiver) : IEvent
    {
        string IEvent.Subject => Receiver;
    }

    private static readonly Rule Rule = new(
        "calls", "call", EventContract.Of(typeof(CallRequested)), Shop.EventPatterns.EventPattern.Parse("""{"source":["com.shop.calls"]}"""),
        RetryPolicy.Default, HandlerInvoker.For<CallRequested>(typeof(Caller)));

    private sealed class Caller : IExternalCall<CallRequested, string>
    {
        public Task<string> Call(CallRequested received, CancellationToken ct) => Task.FromResult("");

        public Task Record(IReadOnlyList<CallResult<CallRequested, string>> results, CancellationToken ct) => Task.CompletedTask;
    }

    private static InboxMessage Message(string receiver, int attempts = 0) =>
        new(Envelopes.Of(new CallRequested(receiver)), Rule, attempts, IsStored: true);

    private static bool Add(CallQueue queue, string receiver, int attempts = 0) => queue.TryAdd(receiver, Message(receiver, attempts));

    private static void Add(CallQueue queue, string receiver, int count, int attempts)
    {
        for (var i = 0; i < count; i++)
            Assert.True(Add(queue, receiver, attempts));
    }

    /// <summary>Takes all calls that may be made now; who is called, in turn.</summary>
    private static List<string> Take(CallQueue queue)
    {
        var taken = new List<string>();
        while (queue.TryTake(out var receiver, out var message))
            taken.Add($"{receiver}{(message.Attempts > 0 ? " again" : "")}");
        return taken;
    }

    [Fact]
    public void A_place_is_free_for_the_next_receiver_however_many_do_not_answer()
    {
        var queue = new CallQueue(256, 10_000);
        for (var i = 0; i < 10; i++)
            Add(queue, $"silent {i}", 40, 0);
        var silent = Take(queue);
        Add(queue, "other", 1, 0);

        Assert.Equal(["other"], Take(queue));
        Assert.InRange(silent.Count, 200, 255);
        Assert.All(silent.GroupBy(receiver => receiver), receiver => Assert.InRange(receiver.Count(), 20, 30));
    }

    [Fact]
    public void One_receiver_alone_gets_half_of_the_places()
    {
        var queue = new CallQueue(256, 10_000);
        Add(queue, "gateway", 1_000, 0);
        Assert.Equal(128, Take(queue).Count);
        Assert.False(queue.IsEmpty);
    }

    [Fact]
    public void A_first_try_goes_before_retries_which_get_every_fourth_turn()
    {
        var queue = new CallQueue(64, 10_000);
        Add(queue, "a", 8, attempts: 3);
        Add(queue, "b", 6, attempts: 0);
        Assert.Equal(["b", "b", "b", "a again", "b", "b", "b", "a again", "a again"], Take(queue).Take(9));
    }

    [Fact]
    public void Receivers_take_turns()
    {
        var queue = new CallQueue(64, 10_000);
        Add(queue, "a", 3, 0);
        Add(queue, "b", 2, 0);
        Assert.Equal(["a", "b", "a", "b", "a"], Take(queue));
    }

    [Fact]
    public void A_receiver_that_fails_five_times_gets_fewer_calls_until_one_succeeds()
    {
        var queue = new CallQueue(16, 10_000);
        Add(queue, "a", 100, 0);
        Assert.Equal(8, Take(queue).Count);
        BreakerChange End(bool succeeded) => queue.End("a", Message("a"), succeeded);
        Assert.Equal(
            [BreakerChange.None, BreakerChange.None, BreakerChange.None, BreakerChange.None, BreakerChange.Opened, BreakerChange.None, BreakerChange.None,
            BreakerChange.None],
            Enumerable.Range(0, 8).Select(_ => End(succeeded: false)).ToList());

        Assert.Equal(["a"], Take(queue));
        Assert.Equal(BreakerChange.Closed, End(succeeded: true));
        Assert.Equal(8, Take(queue).Count);
    }

    /// <summary>For ever: as fast as its retries fail, they come again.</summary>
    [Fact]
    public void Retries_that_hang_leave_places_to_first_attempts_at_their_receiver()
    {
        var queue = new CallQueue(64, 10_000);
        Add(queue, "a", 1_000, attempts: 1);
        var hanging = Take(queue).Count;
        Add(queue, "a", 1, attempts: 0);

        Assert.Equal(["a"], Take(queue));
        Assert.InRange(hanging, 16, 31);
    }

    [Fact]
    public void A_receiver_leaves_room_in_the_queue()
    {
        var queue = new CallQueue(1, 10);
        while (Add(queue, "a"))
            continue;
        Assert.True(Add(queue, "b"));
    }

    [Fact]
    public void One_place_is_enough_for_all_in_turn()
    {
        var queue = new CallQueue(1, 10);
        Add(queue, "a", 2, 0);
        Add(queue, "b", 2, 0);
        var order = new List<string>();
        while (queue.TryTake(out var receiver, out var message))
        {
            order.Add(receiver);
            Assert.False(queue.TryTake(out _, out _));
            queue.End(receiver, message, succeeded: false);
        }
        Assert.Equal(["a", "b", "a", "b"], order);
        Assert.True(queue.IsEmpty && queue.IsIdle);
    }
}
