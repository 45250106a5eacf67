using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Shop.Testing;

/// <summary>
/// The whole shop as a process of its own, listening on 127.0.0.1, that can be stopped with SIGTERM or killed.
/// The test project references Shop.Host, so the program lies beside the tests.
/// </summary>
public sealed class ShopProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly string _log;

    private ShopProcess(Process process, Uri url, string log)
    {
        _process = process;
        _log = log;
        Url = url;
        Http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>Settings of a shop whose timers a test would wait for: deadlines and dead letters are checked every second.</summary>
    public static IReadOnlyList<string> Brisk { get; } =
        ["--Jobs:PollInterval=00:00:00.250", "--Jobs:orders:enforce-deadlines=* * * * * *", "--Jobs:bus:process-dead-letters=* * * * * *"];

    /// <summary>Shipments do not move unless a test asks for it, so that its result does not depend on timing.</summary>
    public static TimeSpan Never { get; } = TimeSpan.FromDays(1);

    /// <summary>Where shops under test put messages that have no mail server; not the checkout's .data.</summary>
    public static TemporaryFolder Mailbox { get; } = TemporaryFolder.Create("shop-mailbox");

    /// <summary>Its URL.</summary>
    public Uri Url { get; }

    /// <summary>A client of its API.</summary>
    public HttpClient Http { get; }

    /// <summary>A free port.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts the shop and waits until it is ready.</summary>
    /// <param name="database">The modules' database.</param>
    /// <param name="port">The port; null for any.</param>
    /// <param name="settings">Further settings: <c>--Orders:Deadlines:Stock=00:00:02</c>.</param>
    public static Task<ShopProcess> Start(TestDatabase database, int? port = null, params string[] settings) =>
        Start(database.Settings(Repository.Modules), port, settings);

    /// <summary>Starts the shop with a configuration and waits until it is ready.</summary>
    public static async Task<ShopProcess> Start(IEnumerable<KeyValuePair<string, string?>> configuration, int? port = null, params string[] settings)
    {
        var shop = Launch(configuration, port, settings);
        await shop.Ready();
        return shop;
    }

    /// <summary>Starts the shop and does not wait.</summary>
    public static ShopProcess Launch(IEnumerable<KeyValuePair<string, string?>> configuration, int? port = null, params string[] settings)
    {
        var url = new Uri($"http://127.0.0.1:{port ?? FreePort()}");
        var log = Path.Combine(Path.GetTempPath(), $"shop-{url.Port}.log");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Shop.Host.dll"), "--urls", url.ToString(), .. settings])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in configuration)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Shipping__Carrier__CollectsAfter"] = $"{Never}";
        start.Environment["Notifications__Mailbox__Path"] = Mailbox.Path;

        var process = Process.Start(start)!;
        Log(process, log);
        return new ShopProcess(process, url, log);
    }

    private static void Log(Process process, string path)
    {
        var file = TextWriter.Synchronized(new StreamWriter(path, append: true) { AutoFlush = true });
        process.OutputDataReceived += (_, line) => file.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => file.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private async Task Ready()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        do
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The shop ended with {_process.ExitCode}: {await File.ReadAllTextAsync(_log, patience.Token)}");
            try
            {
                if ((await Http.GetAsync("/health/ready", patience.Token)).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
        while (await pace.WaitForNextTickAsync(patience.Token));
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a system or <c>docker stop</c> sends it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Kills it if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await Kill();
        _process.Dispose();
        Http.Dispose();
    }
}
