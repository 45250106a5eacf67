using Xunit;

namespace Shop.Testing;

/// <summary>
/// Both stores, for a test that must hold on each: <c>[Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]</c>.
/// </summary>
public static class Stores
{
    /// <summary>SQLite and PostgreSQL. A test is skipped, visibly, on the one that this machine lacks.</summary>
    public static TheoryData<StoreKind> All => [StoreKind.Sqlite, StoreKind.Postgres];
}
