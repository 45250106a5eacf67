using System.Data.Common;
using System.Text;

namespace Shop.Messaging.Storage;

/// <summary>A published event that some rule has not handled yet. It moves to the archive when every rule has.</summary>
internal sealed class OutboxRow
{
    /// <summary>The columns that <see cref="Read"/> reads.</summary>
    public const string Columns = "outbox.id, outbox.detail_type, outbox.subject, outbox.correlation_id, outbox.envelope";

    /// <summary>The event's id, a UUIDv7: ids sort by time.</summary>
    public required Guid Id { get; init; }

    /// <summary>The event's detail-type.</summary>
    public required string DetailType { get; init; }

    /// <summary>What the event is about.</summary>
    public required string Subject { get; init; }

    /// <summary>The request or process that the event belongs to.</summary>
    public required string CorrelationId { get; init; }

    /// <summary>The whole event as EventBridge would deliver it, JSON in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Envelope { get; init; }

    /// <summary>The envelope as the column stores it.</summary>
    public string EnvelopeText => Encoding.UTF8.GetString(Envelope.Span);

    public static OutboxRow Read(DbDataReader row) => new()
    {
        Id = row.GetGuid(0), DetailType = row.GetString(1), Subject = row.GetString(2), CorrelationId = row.GetString(3),
        Envelope = Encoding.UTF8.GetBytes(row.GetString(4)),
    };
}
