using System.Data.Common;
using Shop.Messaging.Migrations;

namespace Shop.Messaging.Storage;

/// <summary>
/// A module's own database, for what its <c>DbContext</c> cannot do. The container gives each module its own by the type of its context; no module can
/// name another's.
/// </summary>
/// <typeparam name="TDb">The module's <c>ModuleDbContext</c>.</typeparam>
public interface IModuleStorage<TDb>
{
    /// <summary>Which database this is.</summary>
    StoreKind Kind { get; }

    /// <summary>How this database writes its SQL.</summary>
    SqlDialect Dialect { get; }

    /// <summary>An open connection on which unqualified names are the module's own.</summary>
    Task<DbConnection> Open(CancellationToken ct);

    /// <summary>
    /// Runs one statement that commits by itself, on a connection of its own: for what must be stored whatever becomes of the work that asked
    /// for it. Not from within a handler's transaction: on SQLite the two would wait for each other.
    /// </summary>
    Task<T> RunInOwnTransaction<T>(Func<DbConnection, Task<T>> statement, CancellationToken ct);
}

internal sealed class ModuleStorage<TDb>(ModuleDatabase database) : IModuleStorage<TDb>
{
    public StoreKind Kind => database.Kind;

    public SqlDialect Dialect => database.Dialect;

    public Task<DbConnection> Open(CancellationToken ct) => database.Open(ct);

    public Task<T> RunInOwnTransaction<T>(Func<DbConnection, Task<T>> statement, CancellationToken ct) => database.RunInOwnTransaction(statement, ct);
}
