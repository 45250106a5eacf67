using Microsoft.Extensions.DependencyInjection;

namespace Shop.Testing;

/// <summary>
/// Lets time pass for the database, whose clock cannot be moved: what it has written becomes older. What events are dated by is the shop's
/// own clock, which can be: <see cref="MovedClock"/>.
/// </summary>
public static class Ageing
{
    /// <summary>Makes all that was heard older, and forgets what is then old enough, as the daily job does.</summary>
    public static async Task Age(this ShopUnderTest shop, int days)
    {
        foreach (var module in shop.Modules)
        {
            await using var connection = await module.Store.Open(CancellationToken.None);
            await using var command = connection.CreateCommand();
            command.CommandText = module.Store.Kind == StoreKind.Postgres
                ? $"update inbox set heard_at = heard_at - interval '{days} days' where heard_at is not null"
                : $"update inbox set heard_at = strftime('%Y-%m-%d %H:%M:%f', heard_at, '-{days} days') where heard_at is not null";
            await command.ExecuteNonQueryAsync();
        }
        await shop.Tick("forget");
    }

    /// <summary>Runs one of the bus's recurring jobs now.</summary>
    public static Task Tick(this ShopUnderTest shop, string job) => shop.With<IServiceProvider>(services =>
        ((IRecurring)services.GetRequiredService(BusJobs.All.Single(known => known.Name == job).Type)).Run(CancellationToken.None));
}
