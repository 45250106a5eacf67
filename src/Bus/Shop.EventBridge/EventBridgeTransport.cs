
namespace Shop.EventBridge;

/// <summary>
/// Sends events to modules of other processes: an event that matches a remote module's rule goes to the event bus, and the bus's rules put
/// it into that module's queue. It also receives from the queues of the modules in this process.
/// </summary>
internal sealed class EventBridgeTransport : ITransport
{
    private readonly ModuleDirectory _modules;
    private readonly bool _all;
    private readonly string _bus;
    private readonly PutEventsSender _sender;
    private readonly FallbackQueue _fallback;
    private readonly QueuePumps _pumps;
    private Task _working = Task.CompletedTask;

    public EventBridgeTransport(ModuleDirectory modules, BusOptions bus, AwsOptions options, PutEventsSender sender, FallbackQueue fallback, QueuePumps pumps)
    {
        _modules = modules;
        _all = bus.Relay == Relaying.All;
        _bus = options.EventBus;
        (_sender, _fallback, _pumps) = (sender, fallback, pumps);
    }

    public void Send(OutgoingEvent outgoing)
    {
        if (!_all && _modules.RemoteSubscribers(outgoing.Envelope.Json.Span).Count == 0)
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
