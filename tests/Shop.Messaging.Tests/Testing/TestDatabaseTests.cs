using Npgsql;
using Shop.Testing;

namespace Shop.Messaging.Tests.Testing;

public sealed class TestDatabaseTests
{
    [Theory, EachStore]
    public async Task Two_databases_share_nothing(StoreKind store)
    {
        await using var one = await TestDatabase.CreateAsync(store);
        await using var other = await TestDatabase.CreateAsync(store);
        Assert.NotEqual(one.ConnectionString("orders"), other.ConnectionString("orders"));

        await using var connection = await one.OpenAsync("orders");
        await using var second = await other.OpenAsync("orders");
        Assert.NotEqual((connection.Database, connection.DataSource), (second.Database, second.DataSource));
    }

    [Fact]
    public async Task A_disposed_folder_of_SQLite_files_is_deleted()
    {
        var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var connection = await database.OpenAsync("orders");
        var file = connection.DataSource;
        Assert.True(File.Exists(file));

        await database.DisposeAsync();

        Assert.False(Directory.Exists(Path.GetDirectoryName(file)));
    }

    [Fact]
    public async Task A_disposed_PostgreSQL_database_is_dropped_even_with_open_connections()
    {
        var database = await TestDatabase.CreateAsync(StoreKind.Postgres);
        await using var left = await database.OpenAsync("orders");

        await database.DisposeAsync();

        var refusal = await Assert.ThrowsAsync<PostgresException>(async () =>
        {
            await using var late = new NpgsqlConnection(database.ConnectionString("orders") + ";Pooling=false");
            await late.OpenAsync();
        });
        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, refusal.SqlState);
    }
}
