using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SQS.Model;
using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.EventBridge.Tests;

/// <summary>What comes out of queues, and what becomes of it.</summary>
public sealed class QueuePumpTests : IAsyncLifetime
{
    private readonly Diary _diary = new();
    private FakeAws _aws = null!;

    public async ValueTask InitializeAsync() => _aws = await ToysOverAws.Aws();

    public ValueTask DisposeAsync() => _aws.DisposeAsync();

    private Task<ToysOverAws> Start(TestDatabase database, params (string, string)[] settings) => ToysOverAws.Start(database, _diary, _aws, settings);

    private FakeQueue Catchers => _aws.Queue("shop-catcher");

    private static Task Throw(ToysOverAws toys, params BallThrown[] balls) => toys.Thrower.With<ThrowerDb>(async db =>
    {
        foreach (var ball in balls)
            db.Publish(ball);
        await db.SaveChangesAsync();
    });

    private static Task<IReadOnlyList<DeadLetter>> Dead(ShopUnderTest shop) =>
        shop.Services.GetRequiredService<DeadLetters>().List(new DeadLetterFilter(), null, 100, CancellationToken.None);

    private static async Task Redrive(ShopUnderTest shop) =>
        await shop.Services.GetRequiredService<DeadLetters>().Redrive(new DeadLetterFilter(), new BulkOptions("test"), CancellationToken.None);

    /// <summary>Asks until something holds: what it waits for goes on in other threads.</summary>
    private static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var rateLimit = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await holds())
            await rateLimit.WaitForNextTickAsync(patience.Token);
    }

    [Fact]
    public async Task A_duplicate_message_has_one_effect()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var toys = await Start(database);
        Catchers.GivesTwice = () => true;
        _aws.Events.NextFaults.Enqueue(new PutEventsFault { AcceptsFirst = true, Status = 500 });

        await Throw(toys, [.. Enumerable.Range(0, 25).Select(i => new BallThrown($"ball {i}", 1))]);
        await toys.Settle();

        Assert.Equal(25, _diary.Done.Count);
        Assert.True(_aws.Events.Accepted > 50);     // 25 thrown, 25 caught, and those that were put twice
    }

    [Fact]
    public async Task Local_and_remote_at_once_have_one_effect()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var shop = await ShopUnderTest.Start(database, ToysOverAws.Modules, services => services.AddSingleton(_diary),
            [("Bus:Relay", "All"), ("Bus:Aws:WaitTime", "00:00:05"), .. _aws.Settings.Select(one => (one.Key, one.Value!))]);

        await Throw(new ToysOverAws(shop, shop, _aws), [.. Enumerable.Range(0, 25).Select(i => new BallThrown($"ball {i}", 1))]);
        await new ToysOverAws(shop, shop, _aws).Settle();

        Assert.Equal((25, 50), (_diary.Done.Count, (int)_aws.Events.Accepted));
    }

    [Fact]
    public async Task Only_events_that_match_a_remote_rule_leave_the_process()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var shop = await ShopUnderTest.Start(database, ToysOverAws.Modules, services => services.AddSingleton(_diary),
            [.. _aws.Settings.Select(one => (one.Key, one.Value!))]);

        await Throw(new ToysOverAws(shop, shop, _aws), new BallThrown("red", 1));
        await shop.Settle();

        Assert.Equal((1, 0), (_diary.Done.Count, _aws.Calls.Count));
    }

    [Fact]
    public async Task The_visibility_of_a_message_in_flight_is_extended()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var toys = await Start(database, ("Bus:Aws:VisibilityTimeout", "00:00:01"));
        using (await toys.Catcher.Modules["catcher"].Store.Database.AcquireWriteLock(CancellationToken.None))      // nobody commits meanwhile
        {
            await Throw(toys, new BallThrown("slow", 1));
            await Until(() => Task.FromResult(Catchers.Prolonged > 5));
        }
        await toys.Settle();

        Assert.Equal(["counted slow"], _diary.Done);
        Assert.Single(await toys.Catcher.Published("slow"), published => published == "Ball Caught");
    }

    [Fact]
    public async Task A_message_received_again_before_its_delete_has_one_effect()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var toys = await Start(database);
        using (await toys.Catcher.Modules["catcher"].Store.Database.AcquireWriteLock(CancellationToken.None))
        {
            await Throw(toys, new BallThrown("seen twice", 1));
            await Until(() => Task.FromResult(_aws.Events.Accepted == 1));
            Catchers.ShowHidden();
        }
        await toys.Settle();

        Assert.Equal(["counted seen twice"], _diary.Done);
    }

    [Fact]
    public async Task The_pump_receives_again_after_a_queue_fails()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        Catchers.Failures = 6;
        await using var toys = await Start(database);

        await Throw(toys, new BallThrown("red", 1));
        await toys.Settle();

        Assert.Equal(["counted red"], _diary.Done);
    }

    public static TheoryData<string, string> Strange => new()
    {
        { "{", "no event" },
        { """{"id":"1","source":"aws.s3","detail-type":"Object Created","time":"2026-01-02T03:04:05Z","detail":{}}""", "No contract here" },
        { """{"id":"1","source":"com.shop.thrower","detail-type":"Ball Thrown","time":"2026-01-02T03:04:05Z","detail":{"ball":"x"}}""", "/detail/height is missing" },
    };

    [Theory, MemberData(nameof(Strange))]
    public async Task A_message_that_fits_no_contract_is_a_dead_letter_with_its_reason(string body, string reason)
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var toys = await Start(database);

        Catchers.Send(body);
        await Until(async () => (await Dead(toys.Catcher)).Count == 1);
        await toys.Settle();

        var message = Assert.Single(await Dead(toys.Catcher));
        Assert.Contains(reason, message.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(0, Catchers.Count);
    }

    [Fact]
    public async Task An_external_producers_event_is_handled_when_a_rule_matches_it()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var toys = await Start(database);

        _aws.Events.Deliver("""
            {"version":"0","id":"b1946ac9-2492-4d23-8000-000000000001","source":"com.shop.thrower","detail-type":"Ball Thrown","time":"2026-01-02T03:04:05Z","region":"x","account":"1","resources":[],"detail":{"ball":"from outside","height":3}}
            """);
        await Until(() => Task.FromResult(_diary.Done.Contains("counted from outside")));
        await toys.Settle();

        Assert.Equal(["counted from outside"], _diary.Done);
    }

    [Fact]
    public async Task An_undeliverable_event_is_listed_and_redriven_like_any_dead_letter()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var toys = await Start(database);
        var pattern = """{"source":["com.shop.thrower"]}""";
        foreach (var rule in (string[])["catcher-catch", "catcher-wonder-at-height", "catcher-ask-the-referee"])
            _aws.Events.Rule(rule, pattern, "shop-gone", "shop-catcher-dlq");

        await Throw(toys, new BallThrown("lost", 1));
        await Until(async () => (await Dead(toys.Catcher)).Count == 1);
        var message = Assert.Single(await Dead(toys.Catcher));
        await Redrive(toys.Catcher);
        await Until(() => Task.FromResult(_diary.Done.Contains("counted lost")));

        Assert.Equal(("NO_RESOURCE", "catcher", "lost"), (message.ErrorCode, message.Module, message.Subject));
        Assert.Contains("rule/shop/catcher-", message.ErrorMessage, StringComparison.Ordinal);
        await Until(async () => (await Dead(toys.Catcher)).Count == 0);
    }

    /// <summary>Whoever dies with a message in hand leaves it to be received again, until SQS itself takes it out of the queue.</summary>
    [Fact]
    public async Task A_message_received_too_often_becomes_a_dead_letter_and_is_redriven()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        Catchers.RedriveTo("shop-catcher-dlq", maxReceives: 3);
        await using var thrower = await ToysOverAws.Host("thrower", database, _diary, _aws);
        await Throw(new ToysOverAws(thrower, thrower, _aws), new BallThrown("unlucky", 1));
        await Until(() => Task.FromResult(Catchers.Count == 1));
        using var dying = AwsClients.Sqs(
            new AwsOptions { ServiceUrl = _aws.Url, Region = FakeAws.Region }, new BasicAWSCredentials(FakeAws.AccessKey, FakeAws.SecretKey));
        var url = (await dying.GetQueueUrlAsync("shop-catcher")).QueueUrl;
        for (var i = 0; i < 3; i++)
            Assert.Single((await dying.ReceiveMessageAsync(new ReceiveMessageRequest(url) { VisibilityTimeout = 0 })).Messages);

        await using var catcher = await ToysOverAws.Host("catcher", database, _diary, _aws);
        await Until(async () => (await Dead(catcher)).Count == 1);
        var message = Assert.Single(await Dead(catcher));
        await Until(() => Task.FromResult(Catchers.Count + _aws.Queue("shop-catcher-dlq").Count == 0));
        Assert.Empty(_diary.Done);
        await Redrive(catcher);
        await Until(() => Task.FromResult(_diary.Done.Contains("counted unlucky")));

        Assert.Equal(("ERROR_FROM_TARGET", "catcher", "unlucky"), (message.ErrorCode, message.Module, message.Subject));
        Assert.Contains("moved the message to the dead-letter queue after too many receives", message.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal($"arn:aws:sqs:{FakeAws.Region}:{FakeAws.Account}:shop-catcher", message.TargetArn);
    }

    [Fact]
    public async Task A_rejected_event_is_a_dead_letter_of_its_publisher_and_is_redriven_from_there()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var toys = await Start(database);
        _aws.Events.NextFaults.Enqueue(new PutEventsFault { CodeOf = _ => "NotAuthorizedForSource" });

        await Throw(toys, new BallThrown("refused", 1));
        await Until(async () => (await Dead(toys.Thrower)).Count == 1);
        var message = Assert.Single(await Dead(toys.Thrower));
        Assert.Empty(_diary.Done);
        await Redrive(toys.Thrower);
        await Until(() => Task.FromResult(_diary.Done.Contains("counted refused")));

        Assert.Equal(("NotAuthorizedForSource", "thrower"), (message.ErrorCode, message.Module));
        Assert.Contains("EventBridge rejects \"Ball Thrown\"", message.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fallback_queue_stores_events_during_an_outage_and_drains_after_it()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        var queue = _aws.Queue("shop-fallback");
        await using var toys = await Start(database,
            ("Bus:Aws:FallbackQueue", "shop-fallback"), ("Bus:Aws:RetryDuration", "00:00:00.050"), ("Bus:Aws:DrainInterval", "00:00:00.100"));
        _aws.Events.EachFault = () => new PutEventsFault { Status = 503, Code = "ServiceUnavailable" };

        await Throw(toys, [.. Enumerable.Range(0, 30).Select(i => new BallThrown($"ball {i}", 1))]);
        await toys.Thrower.Settle();        // its outbox is empty: the queue has them
        Assert.Equal((30, 0), (queue.Count, _diary.Done.Count));
        queue.Send("<html>Somebody else's</html>");
        _aws.Events.EachFault = null;
        await Until(() => Task.FromResult(queue.Count == 0));
        await toys.Settle();

        Assert.Equal(30, _diary.Done.Distinct().Count());
        Assert.Equal(30, _diary.Done.Count);
        Assert.Equal(("INVALID_JSON", "receive"), Assert.Single((await Dead(toys.Thrower)).Concat(await Dead(toys.Catcher)).Select(message => (message.ErrorCode, message.Rule))));
    }

    [Fact]
    public async Task Trace_and_correlation_continue_across_the_queue()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var toys = await Start(database);
        _aws.Events.Seen = [];
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = source => source.Name is BusTracing.Name or nameof(QueuePumpTests),
            Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => System.Diagnostics.ActivitySamplingResult.AllData,
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        using var source = new System.Diagnostics.ActivitySource(nameof(QueuePumpTests));

        string trace;
        using (var request = source.StartActivity("a request"))
        {
            trace = request!.TraceId.ToString();
            await Throw(toys, new BallThrown("traced", 1));
        }
        await toys.Settle();

        var metadata = _aws.Events.Seen.SelectMany(call => call).Select(detail => JsonNode.Parse(detail)!["metadata"]!).ToList();
        Assert.Equal(2, metadata.Count);
        Assert.All(metadata, published => Assert.Contains(trace, published["traceparent"]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.Single(metadata.Select(published => published["correlationId"]!.GetValue<string>()).Distinct());
        Assert.Equal(2, metadata.Select(published => published["traceparent"]!.GetValue<string>()).Distinct().Count());
    }
}
