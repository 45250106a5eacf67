using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SQS.Model;
using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.EventBridge.Tests;

/// <summary>Messages from queues, and their outcome.</summary>
public sealed class QueuePumpTests : IAsyncLifetime
{
    private readonly HandlerLog _handled = new();
    private FakeAws _aws = null!;

    public async ValueTask InitializeAsync() => _aws = await ShopOverAws.Aws();

    public ValueTask DisposeAsync() => _aws.DisposeAsync();

    private Task<ShopOverAws> Start(TestDatabase database, params (string, string)[] settings) => ShopOverAws.Start(database, _handled, _aws, settings);

    private FakeQueue BillingQueue => _aws.Queue("shop-billing");

    private static Task Place(ShopOverAws shop, params OrderPlaced[] orders) => shop.Checkout.With<CheckoutDb>(async db =>
    {
        foreach (var order in orders)
            db.Publish(order);
        await db.SaveChangesAsync();
    });

    private static Task<IReadOnlyList<DeadLetter>> Dead(ShopUnderTest shop) =>
        shop.Services.GetRequiredService<DeadLetters>().List(new DeadLetterFilter(), null, 100, CancellationToken.None);

    private static async Task Redrive(ShopUnderTest shop) =>
        await shop.Services.GetRequiredService<DeadLetters>().Redrive(new DeadLetterFilter(), new BulkOptions("test"), CancellationToken.None);

    /// <summary>Polls until a condition holds: other threads work on it.</summary>
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
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, "checkout", "billing");
        await using var shop = await Start(database);
        BillingQueue.GivesTwice = () => true;
        _aws.Events.NextFaults.Enqueue(new PutEventsFault { AcceptsFirst = true, Status = 500 });

        await Place(shop, [.. Enumerable.Range(0, 25).Select(i => new OrderPlaced($"ORD-{i}", 1))]);
        await shop.Settle();

        Assert.Equal(25, _handled.Done.Count);
        Assert.True(_aws.Events.Accepted > 50);     // 25 orders, 25 invoices, and the duplicates
    }

    [Fact]
    public async Task Local_and_remote_at_once_have_one_effect()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, "checkout", "billing");
        await using var shop = await ShopUnderTest.Start(database, ShopOverAws.Modules, services => services.AddSingleton(_handled),
            [("Bus:Relay", "All"), ("Bus:Aws:WaitTime", "00:00:05"), .. _aws.Settings.Select(one => (one.Key, one.Value!))]);

        await Place(new ShopOverAws(shop, shop, _aws), [.. Enumerable.Range(0, 25).Select(i => new OrderPlaced($"ORD-{i}", 1))]);
        await new ShopOverAws(shop, shop, _aws).Settle();

        Assert.Equal((25, 50), (_handled.Done.Count, (int)_aws.Events.Accepted));
    }

    [Fact]
    public async Task Only_events_that_match_a_remote_rule_leave_the_process()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, "checkout", "billing");
        await using var shop = await ShopUnderTest.Start(database, ShopOverAws.Modules, services => services.AddSingleton(_handled),
            [.. _aws.Settings.Select(one => (one.Key, one.Value!))]);

        await Place(new ShopOverAws(shop, shop, _aws), new OrderPlaced("ORD-3", 1));
        await shop.Settle();

        Assert.Equal((1, 0), (_handled.Done.Count, _aws.Calls.Count));
    }

    [Fact]
    public async Task The_visibility_of_a_message_in_flight_is_extended()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, "checkout", "billing");
        await using var shop = await Start(database, ("Bus:Aws:VisibilityTimeout", "00:00:01"));
        using (await shop.Billing.Modules["billing"].Store.Database.AcquireWriteLock(CancellationToken.None))      // blocks commits meanwhile
        {
            await Place(shop, new OrderPlaced("slow", 1));
            await Until(() => Task.FromResult(BillingQueue.Prolonged > 5));
        }
        await shop.Settle();

        Assert.Equal(["counted slow"], _handled.Done);
        Assert.Single(await shop.Billing.Published("slow"), published => published == "Invoice Sent");
    }

    [Fact]
    public async Task A_message_received_again_before_its_delete_has_one_effect()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, "checkout", "billing");
        await using var shop = await Start(database);
        using (await shop.Billing.Modules["billing"].Store.Database.AcquireWriteLock(CancellationToken.None))
        {
            await Place(shop, new OrderPlaced("seen twice", 1));
            await Until(() => Task.FromResult(_aws.Events.Accepted == 1));
            BillingQueue.ShowHidden();
        }
        await shop.Settle();

        Assert.Equal(["counted seen twice"], _handled.Done);
    }

    [Fact]
    public async Task The_pump_receives_again_after_a_queue_fails()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, "checkout", "billing");
        BillingQueue.Failures = 6;
        await using var shop = await Start(database);

        await Place(shop, new OrderPlaced("ORD-3", 1));
        await shop.Settle();

        Assert.Equal(["counted ORD-3"], _handled.Done);
    }

    public static TheoryData<string, string> Strange => new()
    {
        { "{", "no event" },
        { """{"id":"1","source":"aws.s3","detail-type":"Object Created","time":"2026-01-02T03:04:05Z","detail":{}}""", "No contract here" },
        { """{"id":"1","source":"com.shop.checkout","detail-type":"Order Placed","time":"2026-01-02T03:04:05Z","detail":{"orderId":"x"}}""", "/detail/amount is missing" },
    };

    [Theory, MemberData(nameof(Strange))]
    public async Task A_message_that_fits_no_contract_is_a_dead_letter_with_its_reason(string body, string reason)
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, "checkout", "billing");
        await using var shop = await Start(database);

        BillingQueue.Send(body);
        await Until(async () => (await Dead(shop.Billing)).Count == 1);
        await shop.Settle();

        var message = Assert.Single(await Dead(shop.Billing));
        Assert.Contains(reason, message.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(0, BillingQueue.Count);
    }

    [Fact]
    public async Task An_external_producers_event_is_handled_when_a_rule_matches_it()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, "checkout", "billing");
        await using var shop = await Start(database);

        _aws.Events.Deliver("""
            {"version":"0","id":"b1946ac9-2492-4d23-8000-000000000001","source":"com.shop.checkout","detail-type":"Order Placed","time":"2026-01-02T03:04:05Z","region":"x","account":"1","resources":[],"detail":{"orderId":"from outside","amount":3}}
            """);
        await Until(() => Task.FromResult(_handled.Done.Contains("counted from outside")));
        await shop.Settle();

        Assert.Equal(["counted from outside"], _handled.Done);
    }

    [Fact]
    public async Task An_undeliverable_event_is_listed_and_redriven_like_any_dead_letter()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, "checkout", "billing");
        await using var shop = await Start(database);
        var pattern = """{"source":["com.shop.checkout"]}""";
        foreach (var rule in (string[])["billing-send-invoice", "billing-note-large-orders", "billing-check-credit"])
            _aws.Events.Rule(rule, pattern, "shop-gone", "shop-billing-dlq");

        await Place(shop, new OrderPlaced("lost", 1));
        await Until(async () => (await Dead(shop.Billing)).Count == 1);
        var message = Assert.Single(await Dead(shop.Billing));
        await Redrive(shop.Billing);
        await Until(() => Task.FromResult(_handled.Done.Contains("counted lost")));

        Assert.Equal(("NO_RESOURCE", "billing", "lost"), (message.ErrorCode, message.Module, message.Subject));
        Assert.Contains("rule/shop/billing-", message.ErrorMessage, StringComparison.Ordinal);
        await Until(async () => (await Dead(shop.Billing)).Count == 0);
    }

    /// <summary>
    /// A process that dies with a message in flight leaves it to be received again, until SQS moves it to the dead-letter queue.
    /// </summary>
    [Fact]
    public async Task A_message_received_too_often_becomes_a_dead_letter_and_is_redriven()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, "checkout", "billing");
        BillingQueue.RedriveTo("shop-billing-dlq", maxReceives: 3);
        await using var checkout = await ShopOverAws.Host("checkout", database, _handled, _aws);
        await Place(new ShopOverAws(checkout, checkout, _aws), new OrderPlaced("unlucky", 1));
        await Until(() => Task.FromResult(BillingQueue.Count == 1));
        using var dying = AwsClients.Sqs(
            new AwsOptions { ServiceUrl = _aws.Url, Region = FakeAws.Region }, new BasicAWSCredentials(FakeAws.AccessKey, FakeAws.SecretKey));
        var url = (await dying.GetQueueUrlAsync("shop-billing")).QueueUrl;
        for (var i = 0; i < 3; i++)
            Assert.Single((await dying.ReceiveMessageAsync(new ReceiveMessageRequest(url) { VisibilityTimeout = 0 })).Messages);

        await using var billing = await ShopOverAws.Host("billing", database, _handled, _aws);
        await Until(async () => (await Dead(billing)).Count == 1);
        var message = Assert.Single(await Dead(billing));
        await Until(() => Task.FromResult(BillingQueue.Count + _aws.Queue("shop-billing-dlq").Count == 0));
        Assert.Empty(_handled.Done);
        await Redrive(billing);
        await Until(() => Task.FromResult(_handled.Done.Contains("counted unlucky")));

        Assert.Equal(("ERROR_FROM_TARGET", "billing", "unlucky"), (message.ErrorCode, message.Module, message.Subject));
        Assert.Contains("moved the message to the dead-letter queue after too many receives", message.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal($"arn:aws:sqs:{FakeAws.Region}:{FakeAws.Account}:shop-billing", message.TargetArn);
    }

    [Fact]
    public async Task A_rejected_event_is_a_dead_letter_of_its_publisher_and_is_redriven_from_there()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, "checkout", "billing");
        await using var shop = await Start(database);
        _aws.Events.NextFaults.Enqueue(new PutEventsFault { CodeOf = _ => "NotAuthorizedForSource" });

        await Place(shop, new OrderPlaced("refused", 1));
        await Until(async () => (await Dead(shop.Checkout)).Count == 1);
        var message = Assert.Single(await Dead(shop.Checkout));
        Assert.Empty(_handled.Done);
        await Redrive(shop.Checkout);
        await Until(() => Task.FromResult(_handled.Done.Contains("counted refused")));

        Assert.Equal(("NotAuthorizedForSource", "checkout"), (message.ErrorCode, message.Module));
        Assert.Contains("EventBridge rejects \"Order Placed\"", message.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fallback_queue_stores_events_during_an_outage_and_drains_after_it()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, "checkout", "billing");
        var queue = _aws.Queue("shop-fallback");
        await using var shop = await Start(database,
            ("Bus:Aws:FallbackQueue", "shop-fallback"), ("Bus:Aws:RetryDuration", "00:00:00.050"), ("Bus:Aws:DrainInterval", "00:00:00.100"));
        _aws.Events.EachFault = () => new PutEventsFault { Status = 503, Code = "ServiceUnavailable" };

        await Place(shop, [.. Enumerable.Range(0, 30).Select(i => new OrderPlaced($"ORD-{i}", 1))]);
        await shop.Checkout.Settle();        // its outbox is empty: the fallback queue has them
        Assert.Equal((30, 0), (queue.Count, _handled.Done.Count));
        queue.Send("<html>Not an event</html>");
        _aws.Events.EachFault = null;
        await Until(() => Task.FromResult(queue.Count == 0));
        await shop.Settle();

        Assert.Equal(30, _handled.Done.Distinct().Count());
        Assert.Equal(30, _handled.Done.Count);
        Assert.Equal(("INVALID_JSON", "receive"), Assert.Single((await Dead(shop.Checkout)).Concat(await Dead(shop.Billing)).Select(message => (message.ErrorCode, message.Rule))));
    }

    [Fact]
    public async Task Trace_and_correlation_continue_across_the_queue()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, "checkout", "billing");
        await using var shop = await Start(database);
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
            await Place(shop, new OrderPlaced("traced", 1));
        }
        await shop.Settle();

        var metadata = _aws.Events.Seen.SelectMany(call => call).Select(detail => JsonNode.Parse(detail)!["metadata"]!).ToList();
        Assert.Equal(2, metadata.Count);
        Assert.All(metadata, published => Assert.Contains(trace, published["traceparent"]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.Single(metadata.Select(published => published["correlationId"]!.GetValue<string>()).Distinct());
        Assert.Equal(2, metadata.Select(published => published["traceparent"]!.GetValue<string>()).Distinct().Count());
    }
}
