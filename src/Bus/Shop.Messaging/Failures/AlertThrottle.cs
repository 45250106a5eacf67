using System.Collections.Concurrent;

namespace Shop.Messaging;

/// <summary>
/// What each channel was told of lately. A trouble goes on: a cause that gives up an event every second is told once in a while and not every
/// second, and a channel that works is not told again because another does not. Forgotten with the process, which at worst tells once more.
/// </summary>
internal sealed class AlertThrottle(TimeProvider clock)
{
    private static readonly TimeSpan SuppressFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(Type Channel, string Module, string Rule, string Cause), DateTimeOffset> _sent = new();

    /// <summary>Whether the channel was told of this cause at this rule in the last ten minutes.</summary>
    public bool IsSuppressed(IAlertChannel channel, Alert alert) => _sent.TryGetValue(Key(channel, alert), out var at) && clock.GetUtcNow() - at < SuppressFor;

    /// <summary>The channel has been told.</summary>
    public void Record(IAlertChannel channel, Alert alert)
    {
        var now = clock.GetUtcNow();
        foreach (var (key, at) in _sent)
            if (now - at >= SuppressFor)
                _sent.TryRemove(key, out _);
        _sent[Key(channel, alert)] = now;
    }

    private static (Type, string, string, string) Key(IAlertChannel channel, Alert alert) => (channel.GetType(), alert.Module, alert.Rule, alert.Cause);
}
