using System.Diagnostics;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>One life of a shop's process, from its start to its end.</summary>
internal sealed class Incarnation
{
    private readonly Process _process;
    private readonly TaskCompletionSource _firstEffect = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TextWriter _log;

    private Incarnation(Process process, Torments torments, TextWriter log, Tally tally)
    {
        (_process, Torments, _log) = (process, torments, log);
        process.OutputDataReceived += (_, published) => ReadLine(published.Data, tally);
        process.ErrorDataReceived += (_, published) => ReadLine(published.Data, tally);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Torments Torments { get; }

    /// <summary>Whether it has reported that it is ready.</summary>
    public bool Opened { get; private set; }

    public bool WasKilled { get; private set; }

    /// <summary>Done when the first work of a handler is committed.</summary>
    public Task FirstEffect => _firstEffect.Task;

    /// <summary>Starts the product's own program with the torments in it.</summary>
    public static Incarnation Begin(Uri url, House house, Torments torments, TextWriter log, Tally tally)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Shop.Host.dll"), "--urls", url.ToString(), .. house.Arguments])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in house.Settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Logging__LogLevel__Shop.Host"] = "Information";     // that it is open
        start.Environment["DOTNET_TieredPGO"] = "0";       // it lives for seconds, too short for a profile to pay off
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        start.Environment[Torments.Variable] = torments.ToString();
        return new Incarnation(Process.Start(start)!, torments, log, tally);
    }

    private void ReadLine(string? line, Tally tally)
    {
        _log.WriteLine(line);
        if (line is null)
            return;
        if (line == Insider.FirstEffect)
            _firstEffect.TrySetResult();
        if (line.Contains("The shop is open at", StringComparison.Ordinal))
            Opened = true;
        if (line.Contains("received something strange", StringComparison.Ordinal))
            tally.Count("malformed and oversized events brought from outside");
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        WasKilled = true;
        _process.Kill();
    }

    /// <returns>The exit code.</returns>
    public async Task<int> End()
    {
        await _process.WaitForExitAsync();
        var code = _process.ExitCode;
        _process.Dispose();
        return code;
    }

    /// <summary>SIGTERM, as a system sends it.</summary>
    public async Task Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }
}
