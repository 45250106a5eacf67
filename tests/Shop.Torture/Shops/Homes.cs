using Shop.Testing;

namespace Shop.Torture;

/// <summary>The modules' databases: one for all, and another for each module that may have its own process.</summary>
internal sealed class Homes : IAsyncDisposable
{
    private readonly Func<string, string> _on;
    private readonly TestDatabase _common;
    private readonly Dictionary<string, TestDatabase> _own;

    private Homes(Plan plan, TestDatabase common, Dictionary<string, TestDatabase> own, Func<string, string> on)
    {
        (_common, _own, _on) = (common, own, on);
        // A file moves with its process, and in the end back to the others; a schema can be reached from anywhere.
        var comesBack = common.Store == StoreKind.Sqlite && plan.LeavesAt is not null;
        Seen = comesBack ? common : own.Aggregate(common, (seen, one) => seen.With(one.Key, one.Value));
    }

    /// <summary>All of them, for the checks.</summary>
    public TestDatabase Seen { get; }

    /// <param name="plan">Names the modules that may be remote.</param>
    /// <param name="server">PostgreSQL; null for SQLite's files.</param>
    /// <param name="on">Maps the suite's connection string to a process's.</param>
    public static async Task<Homes> Build(Plan plan, PostgresServer? server, Func<string, string> on)
    {
        var own = new Dictionary<string, TestDatabase>();
        foreach (var module in plan.Apart)
            own[module] = await Make(server);
        return new Homes(plan, await Make(server), own, on);
    }

    private static Task<TestDatabase> Make(PostgresServer? server) => server is null ? TestDatabase.CreateAsync(StoreKind.Sqlite) : TestDatabase.CreateAsync(server);

    /// <summary>The settings of a remote module's process, or of the others'.</summary>
    public IEnumerable<KeyValuePair<string, string?>> SettingsOf(string? module) => _common.Store == StoreKind.Sqlite
        ? (module is null ? _common : _own[module]).Settings(Street.Modules)
        : Seen.Settings(Street.Modules).Select(setting => KeyValuePair.Create(setting.Key, (string?)_on(setting.Value!)));

    /// <summary>Moves a module's file, in or out, while no process has it. On PostgreSQL it has its own database from the start.</summary>
    public Task Move(string module, bool outward)
    {
        if (_common.Store == StoreKind.Sqlite)
            foreach (var file in Directory.GetFiles(Folder(outward ? _common : _own[module]), module + ".db*"))
                File.Move(file, Path.Combine(Folder(outward ? _own[module] : _common), Path.GetFileName(file)), overwrite: true);
        return Task.CompletedTask;
    }

    private static string Folder(TestDatabase files) => files.Settings([]).Single().Value!;

    public async ValueTask DisposeAsync()
    {
        foreach (var home in _own.Values.Append(_common))
            await home.DisposeAsync();
    }
}
