using Shop.Messaging;

namespace Shop.EventBridge;

/// <summary>
/// Carries events to the modules of other processes: what a rule of theirs matches is put on the event bus, whose rules feed their queues,
/// which their processes pump; and pumps the queues of the modules here.
/// </summary>
internal sealed class EventBridgeTransport : ITransport
{
    private readonly Modules _modules;
    private readonly bool _all;
    private readonly string _bus;
    private readonly PutEventsSender _sender;
    private readonly FallbackQueue _fallback;
    private readonly QueuePumps _pumps;
    private Task _working = Task.CompletedTask;

    public EventBridgeTransport(Modules modules, BusOptions bus, AwsOptions options, PutEventsSender sender, FallbackQueue fallback, QueuePumps pumps)
    {
        _modules = modules;
        _all = bus.Relay == Relaying.All;
        _bus = options.EventBus;
        (_sender, _fallback, _pumps) = (sender, fallback, pumps);
    }

    public void Send(OutgoingEvent outgoing)
    {
        if (!_all && _modules.RemoteSubscribers(outgoing.Json.Span).Count == 0)
            return;
        outgoing.AddDestination();
        if (!_sender.TryAdd(PutEventsItem.Of(outgoing, _bus)))
            outgoing.Defer();
    }

    public Task Start(CancellationToken stopping, CancellationToken abort)
    {
        _working = Task.WhenAll(_sender.Run(stopping, abort), _fallback.Run(stopping), _pumps.Run(stopping, abort));
        return Task.CompletedTask;
    }

    public Task Stop() => _working;
}
