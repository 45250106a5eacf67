using System.Runtime.CompilerServices;
using Shop.Events;

namespace Shop.Messaging.Operating;

/// <summary>Events as they are published.</summary>
internal static class EventTail
{
    private const int BatchSize = 200;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(300);

    // A slow transaction commits an event whose id is older than those that were read already.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    public static async IAsyncEnumerable<Envelope> Of(EventSearch search, EventFilter filter, TimeProvider clock, [EnumeratorCancellation] CancellationToken ct)
    {
        using var timer = new PeriodicTimer(PollInterval);
        var started = clock.GetUtcNow().UtcDateTime;
        var seen = new Dictionary<Guid, DateTime>();
        do
        {
            var since = clock.GetUtcNow().UtcDateTime - Late;
            if (since < started) since = started;
            foreach (var envelope in await Since(search, filter with { Since = since }, ct))
                if (seen.TryAdd(envelope.Metadata.EventId, envelope.Metadata.Timestamp))
                    yield return envelope;
            foreach (var old in seen.Where(known => known.Value < since - Late).Select(known => known.Key).ToList())
                seen.Remove(old);
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    /// <summary>All of them, oldest first.</summary>
    private static async Task<List<Envelope>> Since(EventSearch search, EventFilter filter, CancellationToken ct)
    {
        var found = new List<Envelope>();
        IReadOnlyList<Envelope> page;
        do
        {
            page = await search.Find(filter, found.Count > 0 ? found[^1].Metadata.EventId : null, BatchSize, ct);
            found.AddRange(page);
        }
        while (page.Count == BatchSize);
        found.Reverse();
        return found;
    }
}
