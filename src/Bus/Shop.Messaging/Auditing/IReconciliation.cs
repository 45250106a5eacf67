namespace Shop.Messaging;

/// <summary>
/// A module's own look at its tables: which events must have been said, and which effects must have followed. It recomputes them and trusts
/// nothing that the bus has counted.
/// </summary>
public interface IReconciliation
{
    /// <summary>What should be and is not, each a sentence that names it; none when all is well.</summary>
    Task<IReadOnlyList<string>> Discrepancies(ReconciliationSpan span, CancellationToken ct);

    /// <summary>What the module's reports show of that time beside a recount of what was said. Most modules report nothing.</summary>
    Task<IReadOnlyList<AuditedFigure>> Figures(ReconciliationSpan span, CancellationToken ct) => Task.FromResult<IReadOnlyList<AuditedFigure>>([]);
}

/// <summary>A figure of a module's reports.</summary>
/// <param name="Name">Of what: <c>orders confirmed</c>, <c>USD captured</c>.</param>
/// <param name="Expected">What it is by the events that were said; amounts in minor units.</param>
/// <param name="Actual">What the module's reports show.</param>
public sealed record AuditedFigure(string Name, long Expected, long Actual);

/// <summary>The time that an audit looks at.</summary>
/// <param name="From">What began then or later, UTC.</param>
/// <param name="Until">What began before then, UTC: later things may be under way.</param>
/// <param name="AllIsArchived">Whether the archive takes every event; if not, a missing one proves nothing.</param>
public sealed record ReconciliationSpan(DateTime From, DateTime Until, bool AllIsArchived);

/// <summary>What the auditor found.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Events">How many events it looked at.</param>
/// <param name="Discrepancies">What should be and is not.</param>
/// <param name="From">Since when, UTC.</param>
/// <param name="Until">Before when, UTC.</param>
/// <param name="Figures">What was recounted, where that was asked for.</param>
public sealed record ReconciliationReport(
    DateTime At, long Events, IReadOnlyList<Discrepancy> Discrepancies, DateTime From, DateTime Until, IReadOnlyList<Figure> Figures);

/// <summary>A figure that was recounted.</summary>
/// <param name="Module">Whose report shows it.</param>
/// <param name="Name">Of what.</param>
/// <param name="Expected">What it is by the events that were said; amounts in minor units.</param>
/// <param name="Actual">What the report shows.</param>
public sealed record Figure(string Module, string Name, long Expected, long Actual);

/// <summary>Something that should be and is not.</summary>
/// <param name="Module">Where.</param>
/// <param name="What">A sentence that names it.</param>
public sealed record Discrepancy(string Module, string What);
