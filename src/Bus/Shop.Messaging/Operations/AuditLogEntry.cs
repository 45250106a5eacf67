namespace Shop.Messaging;

/// <summary>What somebody did.</summary>
/// <param name="Id">A UUIDv7: ids sort by time.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who.</param>
/// <param name="Action">What: <c>redrive</c>, <c>cancel-operation</c>.</param>
/// <param name="Module">In whose data.</param>
/// <param name="Operation">The operation that it is part of.</param>
/// <param name="EventId">The event that it was done to.</param>
/// <param name="Rule">The rule that it was done to.</param>
/// <param name="Before">How it was, JSON.</param>
/// <param name="After">How it became, JSON.</param>
public sealed record AuditLogEntry(
    Guid Id, DateTime At, string Actor, string Action, string Module, Guid? Operation, Guid? EventId, string? Rule, string? Before, string? After);
