using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Amazon.Runtime;
using Amazon.SQS;
using Microsoft.Extensions.Logging.Abstractions;
using Shop.Events;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.EventBridge.Tests;

/// <summary>Events sent to an EventBridge that fails in every way.</summary>
public sealed class PutEventsSenderTests : IAsyncLifetime
{
    private readonly Owner _owner = new();
    private FakeAws _aws = null!;

    public async ValueTask InitializeAsync() => _aws = await FakeAws.Start();

    public ValueTask DisposeAsync() => _aws.DisposeAsync();

    /// <summary>Sends this many events, all queued before the first call, and returns when none is in flight.</summary>
    private async Task Send(int events, AwsOptions? given = null, int bytes = 0)
    {
        var options = given ?? Options();
        var credentials = new BasicAWSCredentials(FakeAws.AccessKey, FakeAws.SecretKey);
        var bus = new PutEvents(AwsClients.EventBridge(options, credentials, retries: 0), options, new AdaptiveRateLimit(100_000, TimeProvider.System));
        var fallback = new FallbackQueue(AwsClients.Sqs(options, credentials), bus, null!, null!, options, NullLogger.Instance);
        var sender = new PutEventsSender(bus, fallback, options, 1000, NullLogger.Instance);
        for (var i = 0; i < events; i++)
        {
            var envelope = Envelopes.Of(new OrderPlaced($"ORD-{i}" + new string('x', bytes), i));
            var outgoing = new OutgoingEvent(envelope, _owner);
            outgoing.AddDestination();
            Assert.True(sender.TryAdd(PutEventsItem.Of(outgoing, "shop")));
            outgoing.Acknowledge();
        }
        using var stopping = new CancellationTokenSource();
        var running = sender.Run(stopping.Token, CancellationToken.None);
        await _owner.All(events);
        await stopping.CancelAsync();
        await running;
    }

    private AwsOptions Options(string? fallback = null, double retryFor = 30, double answerWithin = 10, int batchBytes = 1_000_000) => new()
    {
        ServiceUrl = _aws.Url, Region = FakeAws.Region, MaxConcurrentCalls = 1, FallbackQueue = fallback, RetryDelay = TimeSpan.FromMilliseconds(1),
        RetryDuration = TimeSpan.FromSeconds(retryFor), CallTimeout = TimeSpan.FromSeconds(answerWithin), BatchBytes = batchBytes,
    };

    private static IEnumerable<int> Heights(IEnumerable<string> details) =>
        details.Select(detail => JsonDocument.Parse(detail).RootElement.GetProperty("amount").GetInt32());

    [Fact]
    public async Task Only_the_failed_entries_of_a_call_are_sent_again()
    {
        for (var failing = 0; failing < 1024; failing++)
        {
            var mask = failing;
            _owner.Clear();
            _aws.Events.Seen = [];
            _aws.Events.NextFaults.Enqueue(new PutEventsFault { CodeOf = i => (mask >> i & 1) == 1 ? "InternalFailure" : null });

            await Send(10);

            var failed = Enumerable.Range(0, 10).Where(i => (mask >> i & 1) == 1).ToList();
            Assert.Equal(failed.Count == 0 ? 1 : 2, _aws.Events.Seen.Count);
            Assert.Equal(failed, failed.Count == 0 ? [] : Heights(_aws.Events.Seen.Last()));
            Assert.Equal(10, _owner.Outcomes.Count(outcome => outcome == SendOutcome.Acknowledged));
        }
        Assert.Equal(0, _aws.Forged);
    }

    [Theory]
    [InlineData("AccessDenied"), InlineData("InvalidAccountId"), InlineData("InvalidArgument"), InlineData("MalformedDetail"), InlineData("RedactionFailure")]
    [InlineData("NotAuthorizedForSource"), InlineData("NotAuthorizedForDetailType")]
    public async Task A_final_code_makes_a_dead_letter_at_once(string code)
    {
        _aws.Events.Seen = [];
        _aws.Events.NextFaults.Enqueue(new PutEventsFault { CodeOf = i => i is 2 or 7 ? code : null });

        await Send(10);

        Assert.Single(_aws.Events.Seen);
        Assert.Equal([code, code], _owner.Refusals.Select(refusal => refusal.Code));
        Assert.Equal(10, _owner.Outcomes.Count(outcome => outcome == SendOutcome.Acknowledged));
    }

    [Fact]
    public async Task A_throttled_call_is_retried_until_accepted()
    {
        for (var i = 0; i < 3; i++)
            _aws.Events.NextFaults.Enqueue(PutEventsFault.Throttled);

        await Send(10);

        Assert.Equal(10, _aws.Events.Accepted);
        Assert.All(_owner.Outcomes, outcome => Assert.Equal(SendOutcome.Acknowledged, outcome));
    }

    public static TheoryData<string> Nonsense => ["", "<html>", "{}", "null", "[]", """{"FailedEntryCount":0,"Entries":[]}""", """{"Entries":[{},{},{},{},{},{},{},{},{},{}]}""", """{"Entries":"""];

    [Theory, MemberData(nameof(Nonsense))]
    public async Task A_nonsensical_response_is_retried(string garbage)
    {
        _aws.Events.NextFaults.Enqueue(new PutEventsFault { Garbage = garbage });

        await Send(10);

        Assert.Equal(20, _aws.Events.Accepted);     // twice: nobody could know that the first had been taken
        Assert.All(_owner.Outcomes, outcome => Assert.Equal(SendOutcome.Acknowledged, outcome));
    }

    [Fact]
    public async Task Events_are_sent_again_after_a_timeout()
    {
        _aws.Events.NextFaults.Enqueue(new PutEventsFault { Hangs = true });

        await Send(3, Options(answerWithin: 0.2));

        Assert.Equal(6, _aws.Events.Accepted);
        Assert.All(_owner.Outcomes, outcome => Assert.Equal(SendOutcome.Acknowledged, outcome));
    }

    [Fact]
    public async Task An_event_that_fails_a_whole_call_is_isolated()
    {
        _aws.Events.NextFaults.Enqueue(new PutEventsFault { Status = 400, Code = "ValidationException" });
        _aws.Events.NextFaults.Enqueue(new PutEventsFault());
        _aws.Events.NextFaults.Enqueue(new PutEventsFault { Status = 400, Code = "ValidationException" });

        await Send(5);

        Assert.Equal("ValidationException", Assert.Single(_owner.Refusals).Code);
        Assert.Equal(4, _aws.Events.Accepted);
    }

    [Fact]
    public async Task A_call_stays_within_its_byte_limit()
    {
        _aws.Events.Seen = [];

        await Send(10, Options(batchBytes: 10_000), bytes: 1_400);

        Assert.Equal([3, 3, 3, 1], _aws.Events.Seen.Select(call => call.Count));
    }

    [Fact]
    public async Task After_the_last_retry_events_go_to_the_fallback_queue()
    {
        var queue = _aws.Queue("shop-fallback");
        _aws.Events.EachFault = () => new PutEventsFault { Status = 503, Code = "ServiceUnavailable" };

        await Send(25, Options(fallback: "shop-fallback", retryFor: 0));

        Assert.Equal(25, queue.Count);
        Assert.All(_owner.Outcomes, outcome => Assert.Equal(SendOutcome.Acknowledged, outcome));
    }

    [Theory]
    [InlineData(null), InlineData("does-not-exist")]
    public async Task Without_a_working_fallback_queue_events_stay_in_the_outbox(string? queue)
    {
        _aws.Events.EachFault = () => new PutEventsFault { Status = 500 };

        await Send(5, Options(queue, retryFor: 0));

        Assert.All(_owner.Outcomes, outcome => Assert.Equal(SendOutcome.Unroutable, outcome));
    }

    [Fact]
    public async Task A_failing_fallback_queue_does_not_block_a_recovered_EventBridge()
    {
        _aws.Events.NextFaults.Enqueue(new PutEventsFault { Status = 500 });

        await Send(20, Options("does-not-exist", retryFor: 0));

        Assert.Equal((10, 10), (_owner.Outcomes.Count(outcome => outcome == SendOutcome.Unroutable), _owner.Outcomes.Count(outcome => outcome == SendOutcome.Acknowledged)));
    }

    private sealed class Owner : ISendObserver
    {
        private readonly Channel<SendOutcome> _ended = Channel.CreateUnbounded<SendOutcome>();

        public ConcurrentBag<SendOutcome> Outcomes { get; } = [];

        public ConcurrentQueue<TransportRejectedException> Refusals { get; } = [];

        public void Completed(OutgoingEvent outgoing, SendOutcome outcome)
        {
            Outcomes.Add(outcome);
            _ended.Writer.TryWrite(outcome);
        }

        public Task Rejected(OutgoingEvent outgoing, TransportRejectedException why, CancellationToken ct)
        {
            Refusals.Enqueue(why);
            return Task.CompletedTask;
        }

        public async Task All(int events)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            for (var i = 0; i < events; i++)
                await _ended.Reader.ReadAsync(patience.Token);
        }

        public void Clear()
        {
            Outcomes.Clear();
            Refusals.Clear();
        }
    }
}
