using MassTransit;
using MassTransit.Mediator;
using Microsoft.Extensions.Logging;
using Shop.Messaging.Kernel;
using Shop.Messaging.Modules;
using Shop.Messaging.Transports;

namespace Shop.InMemoryTransport;

/// <summary>
/// Delivers events inside the process: matches them against the rules of every module, and sends each module's in batches through MassTransit's
/// mediator. One batch a module is in flight at a time, so that a subject's events stay in order.
/// </summary>
internal sealed partial class InMemoryTransport : ITransport
{
    private readonly Dictionary<string, ModuleQueue> _queues;
    private readonly Dictionary<string, Rule> _rules;
    private readonly RuleSet _patterns;
    private readonly IMediator _mediator = MassTransit.Bus.Factory.CreateMediator(mediator => mediator.Consumer(() => new BatchConsumer()));
    private readonly ILogger _logger;
    private readonly bool _hasRemoteTransport;
    private Task _delivering = Task.CompletedTask;

    public InMemoryTransport(
        ModuleDirectory directory, IReadOnlyList<IModuleReceiver> receivers, BusOptions options, EventThrottle throttle, ILogger<InMemoryTransport> logger)
    {
        _logger = logger;
        _hasRemoteTransport = options.UsesRemoteTransport;
        _rules = directory.All.SelectMany(module => module.Rules).ToDictionary(rule => $"{rule.Module}/{rule.Name}");
        _patterns = RuleSet.Create(_rules.Select(rule => KeyValuePair.Create(rule.Key, rule.Value.Pattern)));
        _queues = receivers.ToDictionary(receiver => receiver.Module, receiver => new ModuleQueue(
            options.QueueCapacity, options.BatchSize, throttle, (batch, abort) => Deliver(receiver, batch, abort)));
    }

    public void Send(OutgoingEvent outgoing)
    {
        var matched = new List<string>();
        _patterns.Match(outgoing.Envelope.Json.Span, matched);
        foreach (var rules in matched.Select(name => _rules[name]).GroupBy(rule => rule.Module))
        {
            if (!_queues.TryGetValue(rules.Key, out var queue) && _hasRemoteTransport)
                continue;
            outgoing.AddDestination();
            if (queue is null) outgoing.MarkUnroutable();
            else if (!queue.TryAdd(new RoutedEvent(outgoing, [.. rules]))) outgoing.Defer();
        }
    }

    public Task Start(CancellationToken stopping, CancellationToken abort)
    {
        _delivering = Task.WhenAll(_queues.Values.Select(queue => Task.Run(() => queue.Run(stopping, abort), CancellationToken.None)));
        return Task.CompletedTask;
    }

    public Task Stop() => _delivering;

    private async Task Deliver(IModuleReceiver receiver, IReadOnlyList<RoutedEvent> events, CancellationToken abort)
    {
        try
        {
            await _mediator.Send(new EventBatch(receiver, events), abort);
        }
        catch (Exception e) when (!abort.IsCancellationRequested)
        {
            LogNotDelivered(e, receiver.Module, events.Count);
            foreach (var routed in events)
                routed.Event.Defer();
            return;
        }
        foreach (var routed in events)
            routed.Event.Acknowledge();
    }

    [LoggerMessage(LogLevel.Error, "In-memory transport: {Module} could not store {Count} events; they stay in the outboxes and are sent again")]
    private partial void LogNotDelivered(Exception e, string module, int count);
}
