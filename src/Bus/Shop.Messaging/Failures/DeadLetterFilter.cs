namespace Shop.Messaging;

/// <summary>Which dead letters are meant: all for which everything holds that is given.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>Whose rule could not handle them.</summary>
    public string? Module { get; init; }

    /// <summary>The rule's name.</summary>
    public string? Rule { get; init; }

    /// <summary>Exception type and first own frame, as the list of causes has it.</summary>
    public string? Cause { get; init; }

    /// <summary>What was said: <c>Payment Requested</c>.</summary>
    public string? DetailType { get; init; }

    /// <summary>Whom it is about: an order's id.</summary>
    public string? Subject { get; init; }

    /// <summary>The request that it follows from.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>One event.</summary>
    public Guid? EventId { get; init; }

    /// <summary>Dead since then or later, UTC.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Dead before then, UTC.</summary>
    public DateTime? Until { get; init; }

    internal Where Conditions() => new Where("inbox.dead_at is not null")
        .And("inbox.rule = @rule", "@rule", Rule).And("failures.cause = @cause", "@cause", Cause)
        .And("failures.detail_type = @detail_type", "@detail_type", DetailType).And("failures.subject = @subject", "@subject", Subject)
        .And("failures.correlation_id = @correlation_id", "@correlation_id", CorrelationId).And("inbox.event_id = @event_id", "@event_id", EventId)
        .And("inbox.dead_at >= @since", "@since", Since?.ToUniversalTime()).And("inbox.dead_at < @until", "@until", Until?.ToUniversalTime());
}
