using MassTransit;
using Microsoft.Extensions.Logging;
using Shop.Events;
using Shop.Messaging;

namespace Shop.InMemory;

/// <summary>
/// Carries events inside the process: matches them against the rules of every module, and sends each module's in batches over
/// MassTransit's in-memory bus. One batch a module is under way at a time, so a subject's events stay in order.
/// </summary>
internal sealed partial class InMemoryCarrier : ICarrier
{
    private readonly Dictionary<string, Lane> _lanes = [];
    private readonly Dictionary<string, Rule> _rules;
    private readonly RuleSet _patterns;
    private readonly IBusControl _bus;
    private readonly BatchesUnderWay _batches = new();
    private readonly ILogger _logger;
    private readonly bool _othersGoFurther;
    private Task _delivering = Task.CompletedTask;

    public InMemoryCarrier(Modules modules, BusOptions options, RightOfWay requests, ILogger<InMemoryCarrier> logger)
    {
        _logger = logger;
        _othersGoFurther = options.LeavesTheProcess;
        _rules = modules.All.SelectMany(module => module.Rules).ToDictionary(rule => $"{rule.Module}/{rule.Name}");
        _patterns = RuleSet.Create(_rules.Select(rule => KeyValuePair.Create(rule.Key, rule.Value.Pattern)));
        _bus = MassTransit.Bus.Factory.CreateUsingInMemory(bus =>
        {
            foreach (var module in modules)
                bus.ReceiveEndpoint(module.Name, endpoint =>
                {
                    endpoint.ConcurrentMessageLimit = 1;
                    endpoint.Consumer(() => new HearCarriedEvents(module, _batches));
                });
        });
        foreach (var module in modules)
            _lanes.Add(module.Name, new Lane(options.LaneCapacity, options.BatchSize, requests, (batch, abandon) => Deliver(module.Name, batch, abandon)));
    }

    public void Carry(Parcel parcel)
    {
        var matched = new List<string>();
        _patterns.Match(parcel.Json.Span, matched);
        foreach (var hearing in matched.Select(name => _rules[name]).GroupBy(rule => rule.Module, rule => rule.Name))
        {
            if (!_lanes.TryGetValue(hearing.Key, out var lane) && _othersGoFurther)
                continue;
            parcel.Expect();
            if (lane is null) parcel.OutOfReach();
            else if (!lane.TryAdd(new Delivery(parcel, [.. hearing]))) parcel.LeaveBehind();
        }
    }

    public async Task Start(CancellationToken stopping, CancellationToken abandon)
    {
        await _bus.StartAsync(stopping);
        _delivering = Task.WhenAll(_lanes.Values.Select(lane => Task.Run(() => lane.Run(stopping, abandon), CancellationToken.None)));
    }

    public async Task Stop()
    {
        await _delivering;
        await _bus.StopAsync(TimeSpan.FromSeconds(5));
    }

    private async Task Deliver(string module, IReadOnlyList<Delivery> deliveries, CancellationToken abandon)
    {
        using var batch = _batches.Begin(deliveries, abandon);
        var endpoint = await _bus.GetSendEndpoint(new Uri("queue:" + module));
        try
        {
            await endpoint.Send(new CarriedEvents(batch.Id), abandon);
            await batch.End;
        }
        catch (Exception e) when (!abandon.IsCancellationRequested)
        {
            LogNotDelivered(e, deliveries.Count, module);
            foreach (var delivery in deliveries)
                delivery.Parcel.LeaveBehind();
            return;
        }
        foreach (var delivery in deliveries)
            delivery.Parcel.Held();
    }

    [LoggerMessage(LogLevel.Error, "{Count} events could not be delivered to {Module}; they are in the outboxes and will be carried again")]
    private partial void LogNotDelivered(Exception e, int count, string module);
}
