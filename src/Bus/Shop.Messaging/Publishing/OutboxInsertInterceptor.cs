using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Shop.Messaging.Publishing;

/// <summary>Sends the outbox insert with the command that saves the changes: it costs neither a round trip nor EF Core's bookkeeping.</summary>
internal sealed class OutboxInsertInterceptor : DbCommandInterceptor
{
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (eventData.CommandSource == CommandSource.SaveChanges)
            (eventData.Context as ModuleDbContext)?.AppendOutboxInsert(command);
        return ValueTask.FromResult(result);
    }
}
