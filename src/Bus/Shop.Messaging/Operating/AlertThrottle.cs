using System.Collections.Concurrent;

namespace Shop.Messaging.Operating;

/// <summary>
/// Which alerts each channel has sent lately. A cause that fails an event every second is sent once in a while and not every second, and a channel that
/// works does not repeat an alert because another failed. Lost with the process, which at worst repeats an alert.
/// </summary>
internal sealed class AlertThrottle(TimeProvider clock)
{
    private static readonly TimeSpan SuppressFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(Type Channel, string Module, string Rule, string Cause), DateTimeOffset> _sent = new();

    /// <summary>Whether the channel has sent this cause at this rule in the last ten minutes.</summary>
    public bool IsSuppressed(IAlertChannel channel, Alert alert) => _sent.TryGetValue(Key(channel, alert), out var at) && clock.GetUtcNow() - at < SuppressFor;

    /// <summary>The channel has sent the alert.</summary>
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
