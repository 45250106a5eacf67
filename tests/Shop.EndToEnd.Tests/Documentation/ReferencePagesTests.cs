using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Shop.Testing;

namespace Shop.EndToEnd.Tests.Documentation;

/// <summary>The pages of docs/reference that are generated, with the command that people use.</summary>
public sealed partial class ReferencePagesTests
{
    [Fact]
    public async Task The_reference_pages_match_the_code()
    {
        var (code, output, errors) = await ShopCommand.Tools("docs", "check");

        Assert.True(code == 0, output + errors);        // says which line differs, and which command rewrites it
    }

    /// <summary>The page has the tags from docstrings; what a running shop records is the proof.</summary>
    [Fact]
    public async Task Every_measurement_has_the_tags_that_the_page_names()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "reference", "metrics.md"));
        var documented = Row().Matches(page).ToDictionary(
            row => row.Groups["name"].Value,
            row => Tags(Code().Matches(row.Groups["tags"].Value).Select(tag => tag.Groups[1].Value)));
        var recorded = new ConcurrentDictionary<string, string>();
        using var listener = Listen(recorded);
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var shop = await HostedShop.Start(database, "--Bus:MetricsInterval=00:00:00.100");

        await shop.Http.Ended(await shop.Http.Place(Shopper.Order(token: "tok_error_once")));

        string[] always =
        [
            "shop.bus.handled", "EventsProcessed", "OrderValue", "shop.bus.attempts.failed", "shop.bus.outbox", "shop.bus.outbox.age",
            "shop.bus.inbox.in_flight", "shop.bus.inbox.pending", "shop.bus.dead_letters", "shop.bus.database.oldest_transaction",
        ];
        await Until(() => always.All(recorded.ContainsKey));
        Assert.All(recorded, one => Assert.Equal((one.Key, documented.GetValueOrDefault(one.Key)), (one.Key, one.Value)));
    }

    private static MeterListener Listen(ConcurrentDictionary<string, string> recorded)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name.StartsWith("Shop.", StringComparison.Ordinal))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Record(instrument, tags));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Record(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Record(instrument, tags));
        listener.Start();
        return listener;

        void Record(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var names = new List<string>();
            foreach (var tag in tags)
                names.Add(tag.Key);
            recorded[instrument.Name] = Tags(names);
        }
    }

    private static string Tags(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));

    private static async Task Until(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!holds())
            await pace.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>| `name` | kind | unit | tags | … |</summary>
    [GeneratedRegex(@"^\| `(?<name>[^`]+)` \|[^|]*\|[^|]*\|(?<tags>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
