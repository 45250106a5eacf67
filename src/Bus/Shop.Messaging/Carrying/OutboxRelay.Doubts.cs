using System.Text.Json;
using Microsoft.Extensions.Logging;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>What the relay does about events of which it is not sure that they are there, or that they are events.</summary>
internal sealed partial class OutboxRelay
{
    /// <summary>How soon the outbox is searched again after it could not be.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>The answer to a commit was lost. Those events that are in the outbox after all are carried at once, not when their lease ends.</summary>
    internal void Recheck(IEnumerable<Guid> ids)
    {
        foreach (var id in ids)
            _deferred.Enqueue(id);
        if (!_deferred.IsEmpty)
            _capacity.Set();
    }

    /// <summary>
    /// What was read from the table may have been damaged there. Such a row would fail in every batch and hold up all that come with it: it
    /// stays in the outbox, where the backlog shows it, and the log names it with each sweep.
    /// </summary>
    private List<OutboxRow> Readable(IReadOnlyList<OutboxRow> rows) => [.. rows.Where(IsReadable)];

    private bool IsReadable(OutboxRow row)
    {
        try
        {
            JsonDocument.Parse(row.Utf8).Dispose();
            return Envelope.Parse(row.Utf8).Metadata.EventId == row.Id || HasForeignId(row);
        }
        catch (JsonException e)
        {
            LogUnreadable(e, row.Id, store.Location, e.Message);
            return false;
        }
    }

    private bool HasForeignId(OutboxRow row)
    {
        LogUnreadable(null, row.Id, store.Location, "its envelope has another event's id");
        return false;
    }

    [LoggerMessage(LogLevel.Error, "The event {Id} in the outbox of {Place} cannot be carried: {Problem}. Mend or delete its row; all others are carried")]
    private partial void LogUnreadable(Exception? e, Guid id, string place, string problem);
}
