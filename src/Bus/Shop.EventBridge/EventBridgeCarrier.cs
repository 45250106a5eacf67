using Shop.Messaging;

namespace Shop.EventBridge;

/// <summary>
/// Carries events to the modules of other processes: what a rule of theirs matches is put on the event bus, whose rules feed their queues,
/// which their processes pump; and pumps the queues of the modules here.
/// </summary>
internal sealed class EventBridgeCarrier : ICarrier
{
    private readonly Modules _modules;
    private readonly bool _all;
    private readonly string _bus;
    private readonly Departures _departures;
    private readonly Fallback _fallback;
    private readonly Pumps _pumps;
    private Task _working = Task.CompletedTask;

    public EventBridgeCarrier(Modules modules, BusOptions bus, AwsOptions options, Departures departures, Fallback fallback, Pumps pumps)
    {
        _modules = modules;
        _all = bus.Relay == Relaying.All;
        _bus = options.EventBus;
        (_departures, _fallback, _pumps) = (departures, fallback, pumps);
    }

    public void Carry(Parcel parcel)
    {
        if (!_all && _modules.ElsewhereHearing(parcel.Json.Span).Count == 0)
            return;
        parcel.Expect();
        if (!_departures.TryAdd(Consignment.Of(parcel, _bus)))
            parcel.LeaveBehind();
    }

    public Task Start(CancellationToken stopping, CancellationToken abandon)
    {
        _working = Task.WhenAll(_departures.Run(stopping, abandon), _fallback.Run(stopping), _pumps.Run(stopping, abandon));
        return Task.CompletedTask;
    }

    public Task Stop() => _working;
}
