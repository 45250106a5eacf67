namespace Shop.Messaging;

/// <summary>An event that has been published and not yet heard by all who should. It leaves for the archive when it has.</summary>
public sealed class OutboxRow
{
    /// <summary>The event's id, a UUIDv7: ids sort by time.</summary>
    public required Guid Id { get; init; }

    /// <summary>What was said.</summary>
    public required string DetailType { get; init; }

    /// <summary>Whom it is about.</summary>
    public required string Subject { get; init; }

    /// <summary>The request or process that it belongs to.</summary>
    public required string CorrelationId { get; init; }

    /// <summary>The whole event, as EventBridge would deliver it.</summary>
    public required string Envelope { get; init; }

    /// <summary>The envelope's UTF-8 bytes, while they are in memory.</summary>
    internal ReadOnlyMemory<byte> Utf8 { get; init; }
}
