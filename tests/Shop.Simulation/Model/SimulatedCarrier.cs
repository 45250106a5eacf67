using Shop.Events;
using Shop.Messaging;

namespace Shop.Simulation;

/// <summary>Carries inside a node by the modules' own patterns; repeats, delays and reorders what it carries. Drives the product's <see cref="Parcel"/>.</summary>
internal sealed class SimulatedCarrier(Node node) : ICarrier
{
    private Scheduler Scheduler => node.World.Scheduler;

    public void Carry(Parcel parcel)
    {
        var envelope = Envelope.Parse(parcel.Json);
        var publisher = node.Stations[envelope.Source["com.shop.".Length..]];
        foreach (var rules in node.World.Hearing(parcel.Id, parcel.Json).GroupBy(rule => rule.Module))
        {
            parcel.Expect();
            var station = node.Stations[rules.Key];
            if (station.IsFull)
            {
                parcel.LeaveBehind();
                publisher.SweepSoon();
                continue;
            }
            node.World.StampTransportId(envelope);
            Bring(station, new Delivered([.. rules.Select(rule => new Letter(envelope, rule))], parcel, publisher));
            if (Happens(node.World.Weather.Duplicates))
                Bring(station, new Delivered(Again(parcel, rules), null, publisher));
        }
    }

    private List<Letter> Again(Parcel parcel, IEnumerable<Rule> rules)
    {
        var envelope = Envelope.Parse(parcel.Json);
        node.World.StampTransportId(envelope);
        return [.. rules.Select(rule => new Letter(envelope, rule))];
    }

    private void Bring(Station station, Delivered delivered)
    {
        if (Happens(node.World.Weather.Delays))
            Scheduler.Later(node.Life, Scheduler.Within(TimeSpan.FromSeconds(40)), () => station.Add(delivered));
        else
            station.Add(delivered);
    }

    private bool Happens(double chance) => node.World.Server.Storm && Scheduler.Happens(chance);

    public Task Start(CancellationToken stopping, CancellationToken abandon) => Task.CompletedTask;

    public Task Stop() => Task.CompletedTask;
}

/// <summary>An event that has reached a module's lane.</summary>
/// <param name="Letters">One a rule.</param>
/// <param name="Parcel">Whom to tell when it is held; null for a repetition.</param>
/// <param name="Publisher">Whose outbox it comes from.</param>
internal sealed record Delivered(IReadOnlyList<Letter> Letters, Parcel? Parcel, Station Publisher);
