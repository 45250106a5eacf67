using System.Diagnostics;
using System.Text.Json;
using Shop.Testing;

namespace Shop.Bench.Aws;

/// <summary>How fast events are sent to EventBridge and received from SQS, over the tests' endpoint in the same process.</summary>
internal static class AwsBench
{
    private const int EachTransaction = 50;

    /// <summary>From the outbox until EventBridge has accepted them and they are archived.</summary>
    public static Task<int> Relay(string[] args, TextWriter output, TextWriter errors) => With(args, errors, rate: 0, async (options, server, aws) =>
    {
        await using var sender = await AwsShop.Start("sender", server, aws);
        await PublishAll(sender, 0, options.WarmUp, options.Shoppers);
        var watch = Stopwatch.StartNew();
        await PublishAll(sender, options.WarmUp, options.Orders, options.Shoppers);
        Write(output, new { bench = "relay", store = options.Store.ToString(), events = options.Orders, perSecond = PerSecond(options.Orders, watch), accepted = aws.Events.Accepted });
        return aws.Events.Accepted == options.WarmUp + options.Orders;
    });

    /// <summary>From a full queue until every message is handled, committed and deleted.</summary>
    public static Task<int> Pump(string[] args, TextWriter output, TextWriter errors) => With(args, errors, rate: 0, async (options, server, aws) =>
    {
        await using var receiver = await AwsShop.Start("receiver", server, aws);
        await Empty(aws, options.WarmUp);
        var watch = Stopwatch.StartNew();
        await Empty(aws, options.Orders);
        Write(output, new { bench = "pump", store = options.Store.ToString(), events = options.Orders, perSecond = PerSecond(options.Orders, watch), handled = receiver.Arrivals.Milliseconds.Count });
        return receiver.Arrivals.Milliseconds.Count == options.WarmUp + options.Orders;
    });

    /// <summary>From the commit in one host to the handler in the other, at a steady rate.</summary>
    public static Task<int> Latency(string[] args, TextWriter output, TextWriter errors) => With(args, errors, rate: 50, async (options, server, aws) =>
    {
        await using var receiver = await AwsShop.Start("receiver", server, aws);
        await using var sender = await AwsShop.Start("sender", server, aws);
        await PublishAll(sender, 0, options.WarmUp, options.Shoppers);
        await Drained(aws);
        receiver.Arrivals.Milliseconds.Clear();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / options.Rate));
        for (var i = 0; i < options.Orders && await pace.WaitForNextTickAsync(); i++)
            await sender.Publish(options.WarmUp + i, 1);
        await sender.Quiet();
        await Drained(aws);
        Write(output, new { bench = "latency", store = options.Store.ToString(), rate = options.Rate, events = options.Orders, milliseconds = Percentiles.Of([.. receiver.Arrivals.Milliseconds]) });
        return receiver.Arrivals.Milliseconds.Count == options.Orders;
    });

    private static async Task<int> With(string[] args, TextWriter errors, int rate, Func<LoadOptions, BenchServer, FakeAws, Task<bool>> measure)
    {
        if (LoadOptions.Parse(args, errors, orders: rate == 0 ? 20_000 : 1_000, shoppers: 8, warmUp: 5_000) is not { } options)
            return 2;
        await using var server = await BenchServer.Start(options.Store, options.Connection);
        await using var aws = await FakeAws.Start();
        return await measure(options.Rate == 0 ? options with { Rate = rate } : options, server, aws) ? 0 : 1;
    }

    private static async Task PublishAll(AwsShop sender, int first, int events, int producers)
    {
        var next = -EachTransaction;
        await Task.WhenAll(Enumerable.Range(0, producers).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Add(ref next, EachTransaction); i < events; i = Interlocked.Add(ref next, EachTransaction))
                await sender.Publish(first + i, Math.Min(EachTransaction, events - i));
        })));
        await sender.Quiet();
    }

    private static async Task Empty(FakeAws aws, int messages)
    {
        for (var i = 0; i < messages; i++)
            aws.Queue("shop-receiver").Send(System.Text.Encoding.UTF8.GetString(Envelopes.Of(MeasuredSent.Now(i)).Json.Span));
        await Drained(aws);
    }

    private static async Task Drained(FakeAws aws)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (aws.Queue("shop-receiver").Count > 0)
            await pace.WaitForNextTickAsync();
    }

    private static int PerSecond(int events, Stopwatch watch) => (int)(events / watch.Elapsed.TotalSeconds);

    private static void Write(TextWriter output, object result) => output.WriteLine(JsonSerializer.Serialize(result));
}
