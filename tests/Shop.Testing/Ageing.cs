using Microsoft.Extensions.DependencyInjection;

namespace Shop.Testing;

/// <summary>
/// Simulates the passing of time for the database, whose clock cannot be moved: makes its rows older. Events have the time of the shop's
/// own clock, which can be moved: <see cref="MovedClock"/>.
/// </summary>
public static class Ageing
{
    /// <summary>Makes all handled messages older, and runs the daily purge.</summary>
    public static async Task Age(this ShopUnderTest shop, int days)
    {
        foreach (var module in shop.Modules)
        {
            await using var connection = await module.Store.Database.Open(CancellationToken.None);
            await using var command = connection.CreateCommand();
            command.CommandText = module.Store.Database.Kind == StoreKind.Postgres
                ? $"update inbox set handled_at = handled_at - interval '{days} days' where handled_at is not null"
                : $"update inbox set handled_at = strftime('%Y-%m-%d %H:%M:%f', handled_at, '-{days} days') where handled_at is not null";
            await command.ExecuteNonQueryAsync();
        }
        await shop.RunJob("purge");
    }

    /// <summary>Runs one of the bus's recurring jobs now.</summary>
    public static Task RunJob(this ShopUnderTest shop, string job) => shop.With<IServiceProvider>(services =>
        ((IRecurring)services.GetRequiredService(BusJobs.All.Single(known => known.Name == job).Type)).Run(CancellationToken.None));
}
