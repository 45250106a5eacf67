using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Modules;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Publishing;

/// <summary>A module's contexts, reused: creating one costs as much as a small query.</summary>
internal sealed class DatabasePool<TDb>(ModulePublisher publisher) where TDb : ModuleDbContext
{
    private readonly PooledDbContextFactory<TDb> _contexts = new(Options(publisher.Database));

    public TDb Rent()
    {
        var db = _contexts.CreateDbContext();
        db.AttachTo(publisher);
        return db;
    }

    private static DbContextOptions<TDb> Options(ModuleDatabase database)
    {
        var options = new DbContextOptionsBuilder<TDb>().AddInterceptors(new DispatchOnCommitInterceptor()).EnableThreadSafetyChecks(false);
        if (database.PipelinesInserts)
            options.AddInterceptors(new OutboxInsertInterceptor());
        database.Configure(options);
        return options.Options;
    }
}

/// <summary>Gives a module its database.</summary>
public static class ModuleBuilderExtensions
{
    /// <summary>
    /// The module's data, outbox and inbox; a module has exactly one. The container gives it the context and <see cref="IModuleStorage{TDb}"/>.
    /// </summary>
    public static void UseDatabase<TDb>(this ModuleBuilder module) where TDb : ModuleDbContext
    {
        ArgumentNullException.ThrowIfNull(module);
        module.Database = typeof(TDb);
        var name = module.Name;
        module.Services.AddSingleton(services => new DatabasePool<TDb>(services.GetRequiredService<IPublishers>().PublisherOf(name)));
        module.Services.AddScoped(services => services.GetRequiredService<DatabasePool<TDb>>().Rent());
        module.Services.AddSingleton<IModuleStorage<TDb>>(services =>
            new ModuleStorage<TDb>(services.GetRequiredService<IPublishers>().PublisherOf(name).Database));
    }
}
