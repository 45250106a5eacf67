using System.Collections.Concurrent;

namespace Shop.Messaging;

/// <summary>
/// What each channel was told of lately. A trouble goes on: a cause that gives up an event every second is told once in a while and not every
/// second, and a channel that works is not told again because another does not. Forgotten with the process, which at worst tells once more.
/// </summary>
internal sealed class AlertsRaised(TimeProvider clock)
{
    private static readonly TimeSpan While = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(Type Channel, string Module, string Rule, string Cause), DateTimeOffset> _told = new();

    /// <summary>Whether the channel was told of this cause at this rule in the last ten minutes.</summary>
    public bool Lately(IAlert channel, Alert alert) => _told.TryGetValue(Key(channel, alert), out var at) && clock.GetUtcNow() - at < While;

    /// <summary>The channel has been told.</summary>
    public void Note(IAlert channel, Alert alert)
    {
        var now = clock.GetUtcNow();
        foreach (var (key, at) in _told)
            if (now - at >= While)
                _told.TryRemove(key, out _);
        _told[Key(channel, alert)] = now;
    }

    private static (Type, string, string, string) Key(IAlert channel, Alert alert) => (channel.GetType(), alert.Module, alert.Rule, alert.Cause);
}
