using System.Data.Common;

namespace Shop.Messaging.Storage;

/// <summary>What PostgreSQL and SQLite write differently, so that each query of the bus and of the modules is written once.</summary>
public abstract class SqlDialect
{
    /// <summary>The database's clock, UTC.</summary>
    public abstract string Now { get; }

    /// <summary>A time after <see cref="Now"/>; the parameter's value comes from <see cref="Interval"/>.</summary>
    public abstract string NowPlus(string parameter);

    /// <summary>The value of a parameter of <see cref="NowPlus"/>; may be negative.</summary>
    public abstract object Interval(TimeSpan span);

    /// <summary>The seconds from this moment until a time; negative when it has passed.</summary>
    internal abstract string SecondsUntil(string time);

    /// <summary>Ends a query whose rows will be updated: skips rows that another process has locked.</summary>
    internal abstract string SkipLocked { get; }

    /// <summary>Ends a query whose rows will be updated: waits for rows that another process has locked.</summary>
    internal abstract string WaitForLocked { get; }

    /// <summary>Moves the events of <c>@ids</c> from the outbox to the archive.</summary>
    internal abstract string MoveToArchive { get; }

    /// <summary>
    /// The seconds for which the oldest transaction in the database has been open, as far as this role may see (PostgreSQL shows others' to members of
    /// <c>pg_monitor</c>); null where one writer waits for the other.
    /// </summary>
    internal abstract string OldestTransaction { get; }

    /// <summary>Whether an id is one of a parameter's ids; its value comes from <see cref="Ids"/>.</summary>
    public abstract string IsOneOf(string column, string parameter);

    /// <summary>The value of a parameter of <see cref="IsOneOf"/>.</summary>
    public abstract object Ids(IEnumerable<Guid> ids);

    /// <summary>
    /// A table of values to select from, sent as one parameter a column (PostgreSQL, <c>unnest</c>) or as one JSON text (SQLite, <c>json_each</c>).
    /// Adds the parameters to the command.
    /// </summary>
    /// <param name="command">The command whose text will hold what is returned, once.</param>
    /// <param name="alias">The table's name in the query.</param>
    /// <param name="columns">The columns, all of one length.</param>
    public abstract string Rows(DbCommand command, string alias, params ReadOnlySpan<SqlColumn> columns);
}

/// <summary>A column of <see cref="SqlDialect.Rows"/>.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Values">Its values: ids, texts (null included), whole numbers.</param>
public readonly record struct SqlColumn(string Name, Array Values);
