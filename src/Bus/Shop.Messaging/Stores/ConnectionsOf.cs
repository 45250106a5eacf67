using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Shop.Messaging;

/// <summary>
/// Gives EF Core a module's connections. The source itself is not told to it: it would build its services and its models once more for every
/// connection string: for each module of a process, and for each database of a test.
/// </summary>
internal sealed class ConnectionsOf(NpgsqlDataSource source) : DbConnectionInterceptor
{
    public override InterceptionResult<DbConnection> ConnectionCreating(ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result) =>
        InterceptionResult<DbConnection>.SuppressWithResult(source.CreateConnection());
}
