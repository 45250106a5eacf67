using MassTransit;
using Microsoft.Extensions.Logging;
using Shop.Events;
using Shop.Messaging;

namespace Shop.InMemory;

/// <summary>
/// Carries events inside the process: matches them against the rules of every module, and sends each module's in batches over
/// MassTransit's in-memory bus. One batch a module is under way at a time, so a subject's events stay in order.
/// </summary>
internal sealed partial class InMemoryTransport : ITransport
{
    private readonly Dictionary<string, ModuleQueue> _queues = [];
    private readonly Dictionary<string, Rule> _rules;
    private readonly RuleSet _patterns;
    private readonly IBusControl _bus;
    private readonly BatchesInFlight _batches = new();
    private readonly ILogger _logger;
    private readonly bool _hasRemoteTransport;
    private Task _delivering = Task.CompletedTask;

    public InMemoryTransport(Modules modules, BusOptions options, EventThrottle requests, ILogger<InMemoryTransport> logger)
    {
        _logger = logger;
        _hasRemoteTransport = options.UsesRemoteTransport;
        _rules = modules.All.SelectMany(module => module.Rules).ToDictionary(rule => $"{rule.Module}/{rule.Name}");
        _patterns = RuleSet.Create(_rules.Select(rule => KeyValuePair.Create(rule.Key, rule.Value.Pattern)));
        _bus = MassTransit.Bus.Factory.CreateUsingInMemory(bus =>
        {
            foreach (var module in modules)
                bus.ReceiveEndpoint(module.Name, endpoint =>
                {
                    endpoint.ConcurrentMessageLimit = 1;
                    endpoint.Consumer(() => new BatchConsumer(module, _batches));
                });
        });
        foreach (var module in modules)
            _queues.Add(module.Name, new ModuleQueue(options.QueueCapacity, options.BatchSize, requests, (batch, abort) => Deliver(module.Name, batch, abort)));
    }

    public void Send(OutgoingEvent outgoing)
    {
        var matched = new List<string>();
        _patterns.Match(outgoing.Json.Span, matched);
        foreach (var handling in matched.Select(name => _rules[name]).GroupBy(rule => rule.Module, rule => rule.Name))
        {
            if (!_queues.TryGetValue(handling.Key, out var queue) && _hasRemoteTransport)
                continue;
            outgoing.AddDestination();
            if (queue is null) outgoing.MarkUnroutable();
            else if (!queue.TryAdd(new RoutedEvent(outgoing, [.. handling]))) outgoing.Defer();
        }
    }

    public async Task Start(CancellationToken stopping, CancellationToken abort)
    {
        await _bus.StartAsync(stopping);
        _delivering = Task.WhenAll(_queues.Values.Select(queue => Task.Run(() => queue.Run(stopping, abort), CancellationToken.None)));
    }

    public async Task Stop()
    {
        await _delivering;
        await _bus.StopAsync(TimeSpan.FromSeconds(5));
    }

    private async Task Deliver(string module, IReadOnlyList<RoutedEvent> deliveries, CancellationToken abort)
    {
        using var batch = _batches.Begin(deliveries, abort);
        var endpoint = await _bus.GetSendEndpoint(new Uri("queue:" + module));
        try
        {
            await endpoint.Send(new EventBatch(batch.Id), abort);
            await batch.End;
        }
        catch (Exception e) when (!abort.IsCancellationRequested)
        {
            LogNotDelivered(e, deliveries.Count, module);
            foreach (var routed in deliveries)
                routed.Event.Defer();
            return;
        }
        foreach (var routed in deliveries)
            routed.Event.Acknowledge();
    }

    [LoggerMessage(LogLevel.Error, "{Count} events could not be delivered to {Module}; they are in the outboxes and will be carried again")]
    private partial void LogNotDelivered(Exception e, int count, string module);
}
