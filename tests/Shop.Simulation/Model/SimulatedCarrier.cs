using Shop.Events;
using Shop.Messaging;

namespace Shop.Simulation;

/// <summary>Carries inside a node by the modules' own patterns; repeats, delays and reorders what it carries. Drives the product's <see cref="OutgoingEvent"/>.</summary>
internal sealed class SimulatedCarrier(Node node) : ITransport
{
    private Scheduler Scheduler => node.World.Scheduler;

    public void Send(OutgoingEvent outgoing)
    {
        var envelope = Envelope.Parse(outgoing.Json);
        var publisher = node.Stations[envelope.Source["com.shop.".Length..]];
        foreach (var rules in node.World.Hearing(outgoing.Id, outgoing.Json).GroupBy(rule => rule.Module))
        {
            outgoing.AddDestination();
            var station = node.Stations[rules.Key];
            if (station.IsFull)
            {
                outgoing.Defer();
                publisher.SweepSoon();
                continue;
            }
            node.World.StampTransportId(envelope);
            Bring(station, new Delivered([.. rules.Select(rule => new InboxMessage(envelope, rule))], outgoing, publisher));
            if (Happens(node.World.Weather.Duplicates))
                Bring(station, new Delivered(Again(outgoing, rules), null, publisher));
        }
    }

    private List<InboxMessage> Again(OutgoingEvent outgoing, IEnumerable<Rule> rules)
    {
        var envelope = Envelope.Parse(outgoing.Json);
        node.World.StampTransportId(envelope);
        return [.. rules.Select(rule => new InboxMessage(envelope, rule))];
    }

    private void Bring(Station station, Delivered delivered)
    {
        if (Happens(node.World.Weather.Delays))
            Scheduler.Later(node.Life, Scheduler.Within(TimeSpan.FromSeconds(40)), () => station.Add(delivered));
        else
            station.Add(delivered);
    }

    private bool Happens(double chance) => node.World.Server.Storm && Scheduler.Happens(chance);

    public Task Start(CancellationToken stopping, CancellationToken abort) => Task.CompletedTask;

    public Task Stop() => Task.CompletedTask;
}

/// <summary>An event that has reached a module's lane.</summary>
/// <param name="Letters">One a rule.</param>
/// <param name="Parcel">Whom to tell when it is held; null for a repetition.</param>
/// <param name="Publisher">Whose outbox it comes from.</param>
internal sealed record Delivered(IReadOnlyList<InboxMessage> Letters, OutgoingEvent? Parcel, Station Publisher);
