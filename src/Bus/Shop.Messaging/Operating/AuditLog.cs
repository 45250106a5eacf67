using Microsoft.EntityFrameworkCore;
using Shop.Messaging.Publishing;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Operating;

/// <summary>Records what operators change in a module's own data.</summary>
public static class AuditLog
{
    /// <summary>
    /// Saves what an operator changed in a module's own data and writes the audit log, in one transaction: that of
    /// <see cref="ModuleDbContext.InTransaction"/> where one is open.
    /// </summary>
    /// <param name="db">The module's context, with changes and published events that are not saved yet.</param>
    /// <param name="actor">Who.</param>
    /// <param name="action">What was done.</param>
    /// <param name="before">What was changed, as it was.</param>
    /// <param name="after">As it became.</param>
    /// <param name="ct">Gives it up: nothing is changed.</param>
    public static async Task SaveWithAudit(this ModuleDbContext db, string actor, string action, string before, string after, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (db.Database.CurrentTransaction is null)
            await db.InTransaction(Save, ct);
        else
            await Save();

        async Task<int> Save()
        {
            var saved = await db.SaveChangesAsync(ct);
            await OperationStore.WriteAudit(db.Database.GetDbConnection(), actor, action, null, null, null, before, after, ct);
            return saved;
        }
    }
}
