using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Shop.Messaging;

/// <summary>Contexts are used again: making one costs as much as a small query.</summary>
internal sealed class DatabasePool<TDb>(Module module) where TDb : ModuleDbContext
{
    private readonly PooledDbContextFactory<TDb> _contexts = new(Options(module.Store));

    public TDb Rent()
    {
        var db = _contexts.CreateDbContext();
        db.AttachTo(module);
        return db;
    }

    private static DbContextOptions<TDb> Options(ModuleStore store)
    {
        var options = new DbContextOptionsBuilder<TDb>().AddInterceptors(DispatchOnCommitInterceptor.Interceptor).EnableThreadSafetyChecks(false);
        store.Configure(options);
        return options.Options;
    }
}
