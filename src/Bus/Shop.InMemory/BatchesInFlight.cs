using System.Collections.Concurrent;
using Shop.Messaging;

namespace Shop.InMemory;

/// <summary>Ties the sender of a batch to its consumer: the consumer finds the events here, and the sender does not send the next batch before this one is committed.</summary>
internal sealed class BatchesInFlight
{
    private readonly ConcurrentDictionary<Guid, Batch> _batches = new();

    public Batch Begin(IReadOnlyList<RoutedEvent> events, CancellationToken abort)
    {
        var batch = new Batch(this, events, abort);
        _batches[batch.Id] = batch;
        return batch;
    }

    public Batch Find(Guid id) => _batches[id];

    internal sealed class Batch(BatchesInFlight all, IReadOnlyList<RoutedEvent> events, CancellationToken abort) : IDisposable
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Guid Id { get; } = Guid.NewGuid();

        /// <summary>The events and the rules that they match, in the order in which they were said.</summary>
        public IReadOnlyList<RoutedEvent> Events => events;

        public CancellationToken Abandon => abort;

        /// <summary>Ends when the module has committed the batch, or with what kept it from that.</summary>
        public Task End => _end.Task;

        public void Committed() => _end.TrySetResult();

        public void Failed(Exception e) => _end.TrySetException(e);

        public void Dispose() => all._batches.TryRemove(Id, out _);
    }
}
