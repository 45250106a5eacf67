using System.Collections.Concurrent;

namespace Shop.InMemory;

/// <summary>Ties the sender of a batch to its consumer: the sender does not send the next one before this one is committed.</summary>
internal sealed class BatchesUnderWay
{
    private readonly ConcurrentDictionary<Guid, Batch> _batches = new();

    public Batch Begin(CancellationToken abandon)
    {
        var batch = new Batch(this, abandon);
        _batches[batch.Id] = batch;
        return batch;
    }

    public Batch Find(Guid id) => _batches[id];

    internal sealed class Batch(BatchesUnderWay all, CancellationToken abandon) : IDisposable
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Guid Id { get; } = Guid.NewGuid();

        public CancellationToken Abandon => abandon;

        /// <summary>Ends when the module has committed the batch, or with what kept it from that.</summary>
        public Task End => _end.Task;

        public void Committed() => _end.TrySetResult();

        public void Failed(Exception e) => _end.TrySetException(e);

        public void Dispose() => all._batches.TryRemove(Id, out _);
    }
}
