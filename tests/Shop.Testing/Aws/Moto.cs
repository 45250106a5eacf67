using System.Diagnostics;

namespace Shop.Testing;

/// <summary>
/// Moto's server as a process, if Python has it. It only routes events: it never fails, and accepts wrong patterns. Tests of failures use
/// <see cref="FakeAws"/>.
/// </summary>
public sealed class Moto : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private Moto(Process process, Uri url) => (_process, Url) = (process, url);

    /// <summary>Its URL.</summary>
    public Uri Url { get; }

    /// <summary>Whether this machine has it.</summary>
    public static bool IsHere { get; } = Runs("-c", "import moto.server");

    /// <summary>Starts it on a free port of 127.0.0.1 and waits until it answers.</summary>
    public static async Task<Moto> Start()
    {
        var url = new Uri($"http://127.0.0.1:{ShopProcess.FreePort()}");
        var moto = new Moto(Process.Start(Python("-m", "moto.server", "-H", url.Host, "-p", $"{url.Port}"))!, url);
        using var patience = new CancellationTokenSource(Patience);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var http = new HttpClient();
        while (!await Answers(http, url, patience.Token))
            await pace.WaitForNextTickAsync(patience.Token);
        return moto;
    }

    private static async Task<bool> Answers(HttpClient http, Uri url, CancellationToken ct)
    {
        try
        {
            return (await http.GetAsync(new Uri(url, "/moto-api/"), ct)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static bool Runs(params string[] args)
    {
        try
        {
            using var python = Process.Start(Python(args))!;
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;       // there is no Python
        }
    }

    private static ProcessStartInfo Python(params string[] args) => new("python3", args) { RedirectStandardOutput = true, RedirectStandardError = true };

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
