using Shop.Events;
using Shop.Messaging.Modules;
using Shop.Messaging.Transports;

namespace Shop.Messaging.Consuming;

/// <summary>Redelivers what could not be received, and sends once more what a transport rejected.</summary>
internal sealed class BuiltInActions(InboundAdapter inbound, IEnumerable<ITransport> transports) : IBuiltInActions
{
    public Task Redeliver(string module, Envelope envelope, CancellationToken ct) => inbound.Redeliver(module, envelope, ct);

    public Task Redispatch(string module, Envelope envelope, CancellationToken ct) => new Redispatching(module).Send(envelope, transports).WaitAsync(ct);

    /// <summary>One event on its way, to every module that matches now; a module that has it already drops it.</summary>
    private sealed class Redispatching(string module) : ISendObserver
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Send(Envelope envelope, IEnumerable<ITransport> transports)
        {
            var outgoing = new OutgoingEvent(envelope, this);
            foreach (var transport in transports)
                transport.Send(outgoing);
            outgoing.Acknowledge();
            return _end.Task;
        }

        public void Completed(OutgoingEvent outgoing, SendOutcome outcome)
        {
            if (outcome == SendOutcome.Acknowledged) _end.TrySetResult();
            else _end.TrySetException(
                new InvalidOperationException($"\"{outgoing.Envelope.DetailType}\" of {module} could not be delivered to every module that matches now."));
        }

        public Task Rejected(OutgoingEvent outgoing, TransportRejectedException why, CancellationToken ct)
        {
            _end.TrySetException(why);
            return Task.CompletedTask;
        }
    }
}
