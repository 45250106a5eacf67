using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Shop.Testing;

/// <summary>
/// Runs a theory on SQLite and on PostgreSQL: <c>[Theory, EachStore]</c>. The test takes a <see cref="StoreKind"/>, and is skipped, visibly,
/// on the one that this machine lacks.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachStoreAttribute : DataAttribute
{
    private static readonly IReadOnlyCollection<ITheoryDataRow> Stores =
        [new TheoryDataRow<StoreKind>(StoreKind.Sqlite), new TheoryDataRow<StoreKind>(StoreKind.Postgres)];

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) => new(Stores);

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;
}
