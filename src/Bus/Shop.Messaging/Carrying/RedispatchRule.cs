using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// An event that could not leave the process is kept as a dead letter of its publisher, under a rule name of the bus's own; redriven, it is
/// carried again to all who hear it, wherever they are by then. Those who have it already drop it.
/// </summary>
internal static class RedispatchRule
{
    /// <summary>The name under which the publisher's inbox keeps it.</summary>
    public const string RuleName = "send";

    public static Rule RuleFor(string module, Envelope envelope)
    {
        var contract = new EventContract(typeof(IEvent), envelope.Source, envelope.DetailType, envelope.Metadata.Version);
        return new Rule(module, RuleName, contract, EventPattern.Parse("""{"detail-type":[{"exists":true}]}"""), RetryPolicy.Default, new RedispatchInvoker(module));
    }

    /// <summary>Done as a call to the outside is: before the transaction that ticks the dead letter off.</summary>
    private sealed class RedispatchInvoker(string module) : ExternalCallInvoker(typeof(RedispatchRule))
    {
        public override async Task<object?> Call(IServiceProvider scope, InboxMessage message, CancellationToken ct)
        {
            var transports = (IEnumerable<ITransport>)scope.GetService(typeof(IEnumerable<ITransport>))!;
            var redispatch = new Redispatch(message.Envelope, module);
            await redispatch.Begin([.. transports]).WaitAsync(ct);
            return null;
        }

        public override Task Run(IServiceProvider scope, ModuleDbContext db, IReadOnlyList<InboxMessage> messages, CancellationToken ct) => Task.CompletedTask;
    }

    private sealed class Redispatch(Envelope envelope, string module) : ISendObserver
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begin(IReadOnlyList<ITransport> transports)
        {
            var outgoing = new OutgoingEvent(envelope.Metadata.EventId, envelope.Json, this);
            foreach (var transport in transports)
                transport.Send(outgoing);
            outgoing.Acknowledge();
            return _end.Task;
        }

        public void Completed(OutgoingEvent outgoing, SendOutcome outcome)
        {
            if (outcome == SendOutcome.Acknowledged) _end.TrySetResult();
            else _end.TrySetException(new InvalidOperationException($"\"{envelope.DetailType}\" of {module} could not be taken to all who hear it now."));
        }

        public Task Rejected(OutgoingEvent outgoing, TransportRejectedException why, CancellationToken ct)
        {
            _end.TrySetException(why);
            return Task.CompletedTask;
        }
    }
}
