namespace Shop.Messaging.Modules;

/// <summary>
/// A module's own check of its tables: which events it must have published, and which effects must have followed. It recomputes them and trusts
/// nothing that the bus has counted.
/// </summary>
public interface IReconciliation
{
    /// <summary>What is missing or wrong, each a sentence that names it; empty when nothing is.</summary>
    Task<IReadOnlyList<string>> Discrepancies(ReconciliationSpan span, CancellationToken ct);

    /// <summary>Figures of the module's reports beside totals recomputed from the events. Most modules have none.</summary>
    Task<IReadOnlyList<Figure>> Figures(ReconciliationSpan span, CancellationToken ct) => Task.FromResult<IReadOnlyList<Figure>>([]);
}

/// <summary>A figure of a module's reports.</summary>
/// <param name="Name">What it counts: <c>orders confirmed</c>, <c>USD captured</c>.</param>
/// <param name="Expected">Its value recomputed from the published events; amounts in minor units.</param>
/// <param name="Actual">Its value in the report.</param>
public sealed record Figure(string Name, long Expected, long Actual)
{
    /// <summary>The module whose report shows it; reconciliation sets it.</summary>
    public string Module { get; init; } = "";
}

/// <summary>The time that a reconciliation covers.</summary>
/// <param name="From">The earliest event, UTC.</param>
/// <param name="Until">Events before this, UTC: later ones may still be in flight.</param>
/// <param name="AllIsArchived">Whether the archive stores every event; if not, a missing one proves nothing.</param>
public sealed record ReconciliationSpan(DateTime From, DateTime Until, bool AllIsArchived);
