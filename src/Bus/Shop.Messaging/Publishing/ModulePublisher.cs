using System.Diagnostics;
using Shop.Events;
using Shop.Messaging.Kernel;
using Shop.Messaging.Modules;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Publishing;

/// <summary>What a module's contexts publish through: the events that it may publish, its database, its outbox and its relay.</summary>
internal sealed class ModulePublisher(ModuleDeclaration module, ModuleStore store, OutboxRelay relay, BusRuntime bus)
{
    private readonly HashSet<Type> _events = [.. module.Publishes.Concat(BusEvents.Published).Select(contract => contract.Type)];

    public ModuleDatabase Database => store.Database;

    public OutboxStore Outbox => store.Outbox;

    public OutboxRelay Relay => relay;

    /// <summary>The outbox row of an event. An older version that is published beside a newer one names the newest as its original.</summary>
    /// <exception cref="InvalidOperationException">The event is not one of the module's own.</exception>
    public OutboxRow Write(IEvent published, Envelope? causedBy, Guid? copyOf = null)
    {
        if (!_events.Contains(published.GetType()))
            throw new InvalidOperationException(
                $"{module.Name} may not publish {published.GetType().Name}: a module publishes the events of its own Contracts only.");
        var contract = EventContract.Of(published.GetType());
        var now = bus.Clock.GetUtcNow();
        var activity = Activity.Current;
        var metadata = new EventMetadata(
            Guid.CreateVersion7(now),
            causedBy?.Metadata.CorrelationId ?? activity?.GetBaggageItem(BusTelemetry.CorrelationId) ?? activity?.TraceId.ToString()
                ?? Guid.NewGuid().ToString(),
            causedBy?.Metadata.EventId,
            contract.Version,
            published.Subject,
            now.UtcDateTime,
            TraceParent(activity, causedBy?.Metadata.TraceParent),
            copyOf);
        return new OutboxRow
        {
            Id = metadata.EventId, DetailType = contract.DetailType, Subject = metadata.Subject, CorrelationId = metadata.CorrelationId,
            Envelope = bus.Writer.Write(published, metadata),
        };
    }

    /// <summary>An event continues the running span, unless that belongs to another event of the batch: then it continues its own cause's trace.</summary>
    private static string? TraceParent(Activity? activity, string? cause) =>
        activity?.Id is not { } running || (cause?.Length > 35 && !cause.AsSpan(3, 32).SequenceEqual(activity.TraceId.ToHexString())) ? cause : running;
}

/// <summary>Finds a hosted module's publisher.</summary>
internal interface IPublishers
{
    /// <exception cref="KeyNotFoundException">The module is not hosted here.</exception>
    ModulePublisher PublisherOf(string module);
}
