using Shop.Testing;

namespace Shop.Messaging.Tests.Migrations;

/// <summary>A fresh database of module <c>orders</c> and a folder to write its scripts in.</summary>
internal sealed class MigrationFixture : IAsyncDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("shop-migrations");
    private readonly TestDatabase database;

    private MigrationFixture(TestDatabase database)
    {
        this.database = database;
        AddFolder("bus");
        AddFolder("orders");
    }

    public StoreKind Store => database.Store;

    public static async Task<MigrationFixture> OpenAsync(StoreKind store) => new(await TestDatabase.CreateAsync(store));

    public void AddFolder(string series) => Directory.CreateDirectory(Path.Combine(folder.Path, series));

    public string Script(string name, string sql)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, sql);
        return path;
    }

    public void Remove(string name) => File.Delete(Path.Combine(folder.Path, name));

    public async Task<string[]> ApplyAsync(string module = "orders")
    {
        var applied = await new MigrationRunner(folder.Path).ApplyAsync(module, ct => database.OpenAsync(module, ct));
        return [.. applied.Select(script => $"{script.Series}/{script.Number} {script.Name}")];
    }

    public async Task<string> RefusalAsync() => (await Assert.ThrowsAsync<MigrationException>(() => ApplyAsync())).Message;

    public async Task<object?> AskAsync(string sql, string module = "orders")
    {
        await using var connection = await database.OpenAsync(module);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    public async Task<bool> HasTableAsync(string table)
    {
        var catalogue = Store == StoreKind.Sqlite
            ? "select count(*) from sqlite_master where name = "
            : "select count(*) from information_schema.tables where table_schema = 'orders' and table_name = ";
        return await AskAsync($"{catalogue}'{table}'") is 1L;
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Dispose();
    }
}
