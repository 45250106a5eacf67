using Shop.Events;

namespace Shop.Simulation;

/// <summary>
/// Delivers inside a node by the modules' own patterns; repeats, delays and reorders. Acknowledges the product's
/// <see cref="OutgoingEvent"/>.
/// </summary>
internal sealed class SimulatedTransport(Node node) : ITransport
{
    private Scheduler Scheduler => node.World.Scheduler;

    public void Send(OutgoingEvent outgoing)
    {
        foreach (var rules in node.World.Matching(outgoing.Envelope).GroupBy(rule => rule.Module))
        {
            outgoing.AddDestination();
            var station = node.Stations[rules.Key];
            if (station.IsFull)
            {
                outgoing.Defer();
                continue;
            }
            Deliver(station, new Delivered(MessagesOf(outgoing, rules), outgoing));
            if (Happens(node.World.Weather.Duplicates))
                Deliver(station, new Delivered(MessagesOf(outgoing, rules), null));
        }
    }

    private List<InboxMessage> MessagesOf(OutgoingEvent outgoing, IEnumerable<Rule> rules)
    {
        var envelope = node.World.Mutant == Mutant.DedupByTransportId ? Envelope.Parse(outgoing.Envelope.Json) : outgoing.Envelope;
        node.World.StampTransportId(envelope);
        return [.. rules.Select(rule => new InboxMessage(envelope, rule))];
    }

    private void Deliver(Station station, Delivered delivered)
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

/// <summary>An event that has reached a module's queue.</summary>
/// <param name="Messages">One for each rule that matches.</param>
/// <param name="Outgoing">What to acknowledge; null for a duplicate.</param>
internal sealed record Delivered(IReadOnlyList<InboxMessage> Messages, OutgoingEvent? Outgoing);
