using Shop.Events;

namespace Shop.Torture;

/// <summary>Carries some events late, so that others overtake them, and brings some twice, the second time beside the lane.</summary>
internal sealed class UnreliableTransport(ITransport transport, HostedModules modules, Torments torments) : ITransport
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(3);

    private readonly Random _chance = new(torments.Seed + 1);
    private readonly Lock _lock = new();

    public void Send(OutgoingEvent outgoing)
    {
        if (Happens(torments.Delays))
            _ = Later(outgoing, () => transport.Send(outgoing));
        else
            transport.Send(outgoing);
        if (Happens(torments.Duplicates))
            _ = Later(outgoing, () => BringBeside(outgoing));
    }

    /// <summary>The parcel is not held before this is done too.</summary>
    private async Task Later(OutgoingEvent outgoing, Func<Task> action)
    {
        outgoing.AddDestination();
        await Task.Delay(LongestDelay * Drawn());
        try
        {
            await action();
        }
        catch (Exception e)
        {
            Console.WriteLine($"The second copy of {outgoing.Id} was lost: {e.Message}");
        }
        outgoing.Acknowledge();
    }

    private Task Later(OutgoingEvent outgoing, Action action) => Later(outgoing, () =>
    {
        action();
        return Task.CompletedTask;
    });

    private async Task BringBeside(OutgoingEvent outgoing)
    {
        foreach (var module in modules)
        {
            var rules = module.Declaration.Rules.Where(rule => rule.Pattern.Matches(outgoing.Envelope.Json.Span)).ToList();
            if (rules.Count > 0)
                await module.Processor.Process([.. rules.Select(rule => new InboxMessage(outgoing.Envelope, rule))], CancellationToken.None);
        }
    }

    public Task Start(CancellationToken stopping, CancellationToken abort) => transport.Start(stopping, abort);

    public Task Stop() => transport.Stop();

    private bool Happens(double share) => share > 0 && Drawn() < share;

    private double Drawn()
    {
        lock (_lock)
            return _chance.NextDouble();
    }
}
