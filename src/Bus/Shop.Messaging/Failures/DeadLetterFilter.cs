namespace Shop.Messaging;

/// <summary>Selects dead letters: those for which everything holds that is set.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>The module whose rule could not handle the event.</summary>
    public string? Module { get; init; }

    /// <summary>The rule's name.</summary>
    public string? Rule { get; init; }

    /// <summary>Exception type and first own frame, as the list of causes has it.</summary>
    public string? Cause { get; init; }

    /// <summary>The event's type: <c>Payment Requested</c>.</summary>
    public string? DetailType { get; init; }

    /// <summary>The event's subject: an order's id.</summary>
    public string? Subject { get; init; }

    /// <summary>The request that the event follows from.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>One event.</summary>
    public Guid? EventId { get; init; }

    /// <summary>Dead-lettered at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Dead-lettered before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    internal Where Conditions() => new Where("inbox.dead_at is not null")
        .And("inbox.rule = @rule", "@rule", Rule).And("failures.cause = @cause", "@cause", Cause)
        .And("failures.detail_type = @detail_type", "@detail_type", DetailType).And("failures.subject = @subject", "@subject", Subject)
        .And("failures.correlation_id = @correlation_id", "@correlation_id", CorrelationId).And("inbox.event_id = @event_id", "@event_id", EventId)
        .And("inbox.dead_at >= @since", "@since", Since?.UtcDateTime).And("inbox.dead_at < @until", "@until", Until?.UtcDateTime);
}
