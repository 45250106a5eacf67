using Shop.Events;
using Shop.Messaging;

namespace Shop.Torture;

/// <summary>Carries some events late, so that others overtake them, and brings some twice, the second time beside the lane.</summary>
internal sealed class UnreliableCarrier(ICarrier carrier, Modules modules, Torments torments) : ICarrier
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(3);

    private readonly Random _chance = new(torments.Seed + 1);
    private readonly Lock _lock = new();

    public void Carry(Parcel parcel)
    {
        if (Happens(torments.Delays))
            _ = Later(parcel, () => carrier.Carry(parcel));
        else
            carrier.Carry(parcel);
        if (Happens(torments.Duplicates))
            _ = Later(parcel, () => BringBeside(parcel));
    }

    /// <summary>The parcel is not held before this is done too.</summary>
    private async Task Later(Parcel parcel, Func<Task> deed)
    {
        parcel.Expect();
        await Task.Delay(LongestDelay * Drawn());
        try
        {
            await deed();
        }
        catch (Exception e)
        {
            Console.WriteLine($"The second copy of {parcel.Id} was lost: {e.Message}");
        }
        parcel.Held();
    }

    private Task Later(Parcel parcel, Action deed) => Later(parcel, () =>
    {
        deed();
        return Task.CompletedTask;
    });

    private async Task BringBeside(Parcel parcel)
    {
        var envelope = Envelope.Parse(parcel.Json);
        foreach (var module in modules)
        {
            var rules = module.Declared.Rules.Where(rule => rule.Pattern.Matches(parcel.Json.Span)).Select(rule => rule.Name).ToList();
            if (rules.Count > 0)
                await module.Hear([(envelope.Json, rules)], CancellationToken.None);
        }
    }

    public Task Start(CancellationToken stopping, CancellationToken abandon) => carrier.Start(stopping, abandon);

    public Task Stop() => carrier.Stop();

    private bool Happens(double share) => share > 0 && Drawn() < share;

    private double Drawn()
    {
        lock (_lock)
            return _chance.NextDouble();
    }
}
