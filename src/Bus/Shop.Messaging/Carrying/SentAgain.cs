using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// An event that could not leave the process is kept as a dead letter of its publisher, under a rule name of the bus's own; redriven, it is
/// carried again to all who hear it, wherever they are by then. Those who have it already drop it.
/// </summary>
internal static class SentAgain
{
    /// <summary>The name under which the publisher's inbox keeps it.</summary>
    public const string RuleName = "send";

    public static Rule RuleFor(string module, Envelope envelope)
    {
        var contract = new EventContract(typeof(IEvent), envelope.Source, envelope.DetailType, envelope.Metadata.Version);
        return new Rule(module, RuleName, contract, EventPattern.Parse("""{"detail-type":[{"exists":true}]}"""), RetryPolicy.Default, new Sending(module));
    }

    /// <summary>Done as a call to the outside is: before the transaction that ticks the dead letter off.</summary>
    private sealed class Sending(string module) : CallingOut(typeof(SentAgain))
    {
        public override async Task<object?> Call(IServiceProvider scope, Letter letter, CancellationToken ct)
        {
            var carriers = (IEnumerable<ICarrier>)scope.GetService(typeof(IEnumerable<ICarrier>))!;
            var journey = new Journey(letter.Envelope, module);
            await journey.Begin([.. carriers]).WaitAsync(ct);
            return null;
        }

        public override Task Run(IServiceProvider scope, ModuleDbContext db, IReadOnlyList<Letter> letters, CancellationToken ct) => Task.CompletedTask;
    }

    private sealed class Journey(Envelope envelope, string module) : IParcelOwner
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begin(IReadOnlyList<ICarrier> carriers)
        {
            var parcel = new Parcel(envelope.Metadata.EventId, envelope.Json, this);
            foreach (var carrier in carriers)
                carrier.Carry(parcel);
            parcel.Held();
            return _end.Task;
        }

        public void Done(Parcel parcel, Fate fate)
        {
            if (fate == Fate.Held) _end.TrySetResult();
            else _end.TrySetException(new InvalidOperationException($"\"{envelope.DetailType}\" of {module} could not be taken to all who hear it now."));
        }

        public Task Refused(Parcel parcel, RefusedException why, CancellationToken ct)
        {
            _end.TrySetException(why);
            return Task.CompletedTask;
        }
    }
}
