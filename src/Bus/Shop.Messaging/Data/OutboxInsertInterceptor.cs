using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Shop.Messaging;

/// <summary>What was published goes with the command that saves the changes, and costs neither a round trip nor EF Core's bookkeeping.</summary>
internal sealed class OutboxInsertInterceptor : DbCommandInterceptor
{
    public static OutboxInsertInterceptor Interceptor { get; } = new();

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (eventData.CommandSource == CommandSource.SaveChanges)
            (eventData.Context as ModuleDbContext)?.AppendOutboxInsert(command);
        return ValueTask.FromResult(result);
    }
}
