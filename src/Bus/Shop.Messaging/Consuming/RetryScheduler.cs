using System.Text;
using Microsoft.Extensions.Logging;
using Shop.Events;
using Shop.Messaging.Kernel;
using Shop.Messaging.Modules;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Consuming;

/// <summary>
/// Brings stored messages back when they are due. It knows from its own process's failures when that is; a slow poll of the inbox finds what other
/// processes left.
/// </summary>
internal sealed class RetryScheduler : IRetryQueue
{
    /// <summary>How soon it polls again when what is due could not be claimed.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>The shortest time between two polls: each call in flight has a lease that ends some milliseconds after its neighbour's.</summary>
    private static readonly TimeSpan MinPollInterval = TimeSpan.FromMilliseconds(100);

    private readonly IInboxStore _inbox;
    private readonly RuleBook _rules;
    private readonly IExternalCallQueue _calls;
    private readonly BusRuntime _bus;
    private readonly ILogger _logger;
    private BackgroundLoop? _loop;
    private long _nextDue = long.MaxValue;       // UTC ticks

    public RetryScheduler(IInboxStore inbox, RuleBook rules, IExternalCallQueue calls, BusRuntime bus, ILogger logger) =>
        (_inbox, _rules, _calls, _bus, _logger) = (inbox, rules, calls, bus, logger);

    public void ScheduleAfter(TimeSpan wait)
    {
        if (WakeAfter(wait))
            _loop?.Wake();
    }

    /// <summary>Notes when to poll; false when that would be sooner anyway. Does not wake the loop, which may itself be asking.</summary>
    private bool WakeAfter(TimeSpan wait)
    {
        var due = (_bus.Clock.GetUtcNow() + wait).UtcTicks;
        if (due >= Interlocked.Read(ref _nextDue))
            return false;
        Interlocked.Exchange(ref _nextDue, due);
        return true;
    }

    /// <summary>Retries what is due until it is stopped.</summary>
    /// <param name="processor">Handles messages again.</param>
    /// <param name="stopping">Takes nothing new.</param>
    /// <param name="abort">Gives up what has been begun.</param>
    public Task Run(IMessageProcessor processor, CancellationToken stopping, CancellationToken abort)
    {
        _loop = new BackgroundLoop($"Retry scheduler of {_inbox.Location}", async ct =>
        {
            await RunOnce(processor, ct, abort);
            return UntilDue();
        }, _bus.Timers, _logger);
        return _loop.Run(stopping);
    }

    /// <summary>Retries all that is due now, and notes when the next will be.</summary>
    public async Task RunOnce(IMessageProcessor processor, CancellationToken ct, CancellationToken abort = default)
    {
        Interlocked.Exchange(ref _nextDue, long.MaxValue);
        while (await _inbox.NextDue(ct) is { } wait)
        {
            if (wait > TimeSpan.Zero)
            {
                WakeAfter(wait > MinPollInterval ? wait : MinPollInterval);
                return;
            }
            var claimed = await _inbox.ClaimDue(_bus.Options.BatchSize, ct);
            if (claimed.Count == 0)
            {
                WakeAfter(PollInterval);      // another process works at this moment at what is due
                return;
            }
            await Retry(claimed, processor, abort);
        }
    }

    private async Task Retry(IReadOnlyList<InboxRow> claimed, IMessageProcessor processor, CancellationToken abort)
    {
        var toHandle = new List<InboxMessage>();
        foreach (var message in claimed.Select(MessageOf))
        {
            if (message.Rule.Invoker is ExternalCallInvoker && !message.IsUnprepared) _calls.Enqueue(message);
            else toHandle.Add(message);
        }
        if (toHandle.Count == 0)
            return;
        _bus.Activity.Begin();
        try
        {
            await processor.Process(toHandle, abort);
        }
        finally
        {
            _bus.Activity.End();
        }
    }

    /// <summary>A damaged row becomes a dead letter on its own; the others that are due with it are retried.</summary>
    private InboxMessage MessageOf(InboxRow row)
    {
        var bytes = Encoding.UTF8.GetBytes(row.Envelope ?? "");
        var envelope = Envelope.ParseOrNull(bytes) is { } parsed && parsed.Metadata.EventId == row.EventId
            ? parsed
            : UnreadableEvent.Wrap(bytes, _bus.Clock.GetUtcNow(), row.EventId);
        var rule = _rules.Of(row.Rule, envelope);
        return new InboxMessage(envelope, rule, row.Attempts, IsStored: true) { IsUnprepared = rule.Invoker is ExternalCallInvoker && !row.IsPrepared };
    }

    private TimeSpan UntilDue()
    {
        var wait = TimeSpan.FromTicks(Interlocked.Read(ref _nextDue) - _bus.Clock.GetUtcNow().UtcTicks);
        return wait < _bus.Options.SweepInterval ? wait : _bus.Options.SweepInterval;
    }
}
