using System.Diagnostics.CodeAnalysis;
using Shop.Messaging.Modules;

namespace Shop.Messaging.Consuming;

/// <summary>
/// External calls that wait for a place, shared among receivers: a webhook, a channel, a payment gateway.
/// <list type="bullet">
/// <item>A receiver is called as often at once as places are free (dynamic thresholds, Choudhury and Hahne 1998): one alone gets half of them, and
/// however many do not answer, some places are free for the next. The room in the queue is shared in the same way.</item>
/// <item>Receivers take turns. Calls that are tried for the first time go before retries, except in every fourth turn. Retries take at most half of
/// their receiver's share: however many calls hang again and again, a new one finds a place.</item>
/// <item>A circuit breaker for each receiver: after five failures in a row it gets an eighth of its share, at least one call, until one
/// succeeds.</item>
/// </list>
/// </summary>
/// <param name="places">Calls at once.</param>
/// <param name="capacity">Calls that wait.</param>
internal sealed class CallQueue(int places, int capacity)
{
    private const int FailuresUntilOpen = 5, OpenDivisor = 8, RetriesFirstEvery = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Receiver> _receivers = [];
    private readonly LinkedList<Receiver> _turns = new();        // the receivers for which calls wait; the first is next
    private int _waiting, _calling, _taken;

    /// <summary>Whether no call waits.</summary>
    public bool IsEmpty => Volatile.Read(ref _waiting) == 0;

    /// <summary>Whether no call is in flight.</summary>
    public bool IsIdle => Volatile.Read(ref _calling) == 0;

    /// <summary>Adds a call; false when its receiver has no room left.</summary>
    public bool TryAdd(string receiver, InboxMessage message)
    {
        lock (_lock)
        {
            var known = _receivers.GetValueOrDefault(receiver) ?? new Receiver(receiver);
            if (known.Waiting >= capacity - _waiting)
                return false;
            _receivers[receiver] = known;
            if (known.Waiting == 0)
                _turns.AddLast(known);
            (IsRetry(message) ? known.Retries : known.FirstAttempts).Enqueue(message);
            _waiting++;
            return true;
        }
    }

    /// <summary>Takes the next call and its place, if one may be made now.</summary>
    public bool TryTake([NotNullWhen(true)] out string? receiver, [NotNullWhen(true)] out InboxMessage? message)
    {
        lock (_lock)
        {
            var retriesFirst = (_taken + 1) % RetriesFirstEvery == 0;
            if (!TryTake(retriesFirst, out receiver, out message) && !TryTake(!retriesFirst, out receiver, out message))
                return false;
            _taken++;
            return true;
        }
    }

    private bool TryTake(bool retry, [NotNullWhen(true)] out string? name, [NotNullWhen(true)] out InboxMessage? message)
    {
        for (var turn = _turns.First; turn is not null; turn = turn.Next)
        {
            var receiver = turn.Value;
            var share = ShareOf(receiver);
            if (receiver.Calling >= share || (retry && receiver.Retrying >= Math.Max(1, share / 2))
                || !(retry ? receiver.Retries : receiver.FirstAttempts).TryDequeue(out message))
                continue;
            (_waiting, _calling, receiver.Calling) = (_waiting - 1, _calling + 1, receiver.Calling + 1);
            receiver.Retrying += retry ? 1 : 0;
            _turns.Remove(turn);
            if (receiver.Waiting > 0)
                _turns.AddLast(turn);
            name = receiver.Name;
            return true;
        }
        (name, message) = (null, null);
        return false;
    }

    private int ShareOf(Receiver receiver)
    {
        var free = places - _calling;
        return receiver.Failures < FailuresUntilOpen ? free : Math.Min(free, Math.Max(1, free / OpenDivisor));
    }

    /// <summary>A call that was taken has ended: its place is free.</summary>
    /// <returns>What that does to the receiver's breaker.</returns>
    public BreakerChange End(string receiver, InboxMessage message, bool succeeded)
    {
        lock (_lock)
        {
            var known = _receivers[receiver];
            (_calling, known.Calling) = (_calling - 1, known.Calling - 1);
            known.Retrying -= IsRetry(message) ? 1 : 0;
            var wasOpen = known.Failures >= FailuresUntilOpen;
            known.Failures = succeeded ? 0 : known.Failures + 1;
            // Also one that fails is forgotten when nothing is left for it: its next retries open the breaker again.
            if (known is { Calling: 0, Waiting: 0 } && (known.Failures == 0 || _receivers.Count > capacity))
                _receivers.Remove(receiver);
            return (wasOpen, known.Failures >= FailuresUntilOpen) switch
            {
                (false, true) => BreakerChange.Opened,
                (true, false) => BreakerChange.Closed,
                _ => BreakerChange.None,
            };
        }
    }

    private static bool IsRetry(InboxMessage message) => message.Attempts > 0;

    private sealed class Receiver(string name)
    {
        public string Name { get; } = name;

        public Queue<InboxMessage> FirstAttempts { get; } = new();

        public Queue<InboxMessage> Retries { get; } = new();

        public int Waiting => FirstAttempts.Count + Retries.Count;

        public int Calling { get; set; }

        /// <summary>How many of the calls in flight are retries.</summary>
        public int Retrying { get; set; }

        /// <summary>Since its last success.</summary>
        public int Failures { get; set; }
    }
}

/// <summary>What the end of a call does to its receiver's circuit breaker.</summary>
internal enum BreakerChange
{
    None,
    Opened,
    Closed,
}
