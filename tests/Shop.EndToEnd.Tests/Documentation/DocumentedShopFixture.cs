using System.Diagnostics;
using Shop.Testing;

namespace Shop.EndToEnd.Tests.Documentation;

/// <summary>A shop as the pages start it, and a copy of the checkout in which their commands may write.</summary>
public sealed class DocumentedShopFixture : IAsyncLifetime
{
    private static readonly string[] NotCopied = ["bin", "obj", "TestResults", "artifacts", ".git", ".data"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _checkout = TemporaryFolder.Create("shop-documented");
    private TestDatabase? _database;
    private HostedShop? _shop;

    public async ValueTask InitializeAsync()
    {
        Copy(new DirectoryInfo(Repository.Root), _checkout.Path);
        _database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        // As it starts by default, but shipments move sooner.
        _shop = await HostedShop.Start(_database,
        [
            "--environment", "Development", .. ShopProcess.Brisk, "--Jobs:shipping:move-shipments=* * * * * *",
            "--Shipping:Carrier:CollectsAfter=00:00:02", "--Shipping:Carrier:DeliversAfter=00:00:02",
            "--Shipping:Carrier:PollInterval=00:00:00.500",
        ]);
    }

    /// <summary>Runs commands with Bash in the copy of the checkout, against this shop instead of the documented address.</summary>
    public async Task<(int Code, string Output, string Errors)> Run(string commands)
    {
        var script = $"{Prelude}\n{commands.Replace("http://localhost:5080", Url, StringComparison.Ordinal)}";
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            WorkingDirectory = _checkout.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var bash = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        await using var end = patience.Token.Register(() => bash.Kill(entireProcessTree: true));
        var (output, errors) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync();
        return (bash.ExitCode, await output, await errors);
    }

    private string Url => _shop!.Url.ToString().TrimEnd('/');

    /// <summary>The programs that were built with the tests, instead of building them again; the operators' command line finds this shop.</summary>
    private string Prelude => $$"""
        dotnet() {
          if [ "$1 $2" != "run --project" ] || [ "$4" != "--" ]; then echo "dotnet $*: not run here; mark the block" >&2; return 2; fi
          local program=${3##*/}; shift 4
          case $program in
            Shop.Cli) command dotnet "{{AppContext.BaseDirectory}}Shop.Cli.dll" "$@" --url {{Url}} --as documented;;
            *) command dotnet "{{AppContext.BaseDirectory}}$program.dll" "$@";;
          esac
        }
        """;

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles())
            file.CopyTo(Path.Combine(to, file.Name), overwrite: true);
        foreach (var folder in from.EnumerateDirectories().Where(folder => !NotCopied.Contains(folder.Name)))
            Copy(folder, Path.Combine(to, folder.Name));
    }

    public async ValueTask DisposeAsync()
    {
        if (_shop is not null) await _shop.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
        _checkout.Dispose();
    }
}
