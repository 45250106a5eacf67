namespace Shop.Messaging;

/// <summary>
/// A module's own look at its tables: which events must have been said, and which effects must have followed. It recomputes them and trusts
/// nothing that the bus has counted.
/// </summary>
public interface IAudit
{
    /// <summary>What should be and is not, each a sentence that names it; none when all is well.</summary>
    Task<IReadOnlyList<string>> Differences(AuditSpan span, CancellationToken ct);
}

/// <summary>The time that an audit looks at.</summary>
/// <param name="From">What began then or later, UTC.</param>
/// <param name="Until">What began before then, UTC: later things may be under way.</param>
/// <param name="AllIsArchived">Whether the archive takes every event; if not, a missing one proves nothing.</param>
public sealed record AuditSpan(DateTime From, DateTime Until, bool AllIsArchived);

/// <summary>What the auditor found.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Events">How many events it looked at.</param>
/// <param name="Differences">What should be and is not.</param>
public sealed record AuditReport(DateTime At, long Events, IReadOnlyList<Difference> Differences);

/// <summary>Something that should be and is not.</summary>
/// <param name="Module">Where.</param>
/// <param name="What">A sentence that names it.</param>
public sealed record Difference(string Module, string What);
