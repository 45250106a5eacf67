using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Shop.Testing;

/// <summary>PostgreSQL from this machine's binaries, on a free port of 127.0.0.1 and with a data folder that ends with it.</summary>
internal sealed class LocalPostgres
{
    private const int Attempts = 3;
    private const string Ready = "database system is ready to accept connections";

    private readonly TemporaryFolder folder;
    private readonly string binaries;
    private readonly string log;
    private TaskCompletionSource<bool> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int stopped;

    private LocalPostgres(string binaries, TemporaryFolder folder)
    {
        (this.binaries, this.folder) = (binaries, folder);
        log = Path.Combine(folder.Path, "postgres.log");
    }

    private string Data => Path.Combine(folder.Path, "data");

    /// <param name="binaries">The folder of PostgreSQL's programs.</param>
    /// <param name="settings">Settings as <c>postgres -c</c> takes them.</param>
    /// <param name="durable">Whether the data is on the disk; otherwise in memory, if there is room.</param>
    public static async Task<PostgresServer> StartAsync(string binaries, IReadOnlyList<string> settings, bool durable)
    {
        var folder = durable ? TemporaryFolder.Create("shop-postgres") : TemporaryFolder.CreateInMemory("shop-postgres");
        if (Unprivileged.User is { } user)
            await Command.RunAsync("chown", user, folder.Path);
        await Command.RunAsync(Unprivileged.Command(
            Path.Combine(binaries, "initdb"), "-D", Path.Combine(folder.Path, "data"), "-U", "postgres",
            "--auth=trust", "--no-sync", "--no-locale", "--encoding=UTF8"));

        for (var attempt = 1; ; attempt++)
        {
            var server = new LocalPostgres(binaries, folder);
            var port = FreePort();
            server.Launch(port, settings);
            if (await server.ready.Task)
            {
                AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Stop();
                return new PostgresServer(
                    $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres", server.StopAsync, until => server.Crash(port, settings, until));
            }

            // Another process may have taken the port between the check and the start.
            if (attempt == Attempts)
                throw new InvalidOperationException($"PostgreSQL did not start: {await File.ReadAllTextAsync(server.log)}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>
    /// On a thread that lives as long as the server: the kernel's signal at the parent's death is sent when the starting
    /// thread ends, and a thread of the pool may end at any time.
    /// </summary>
    private void Launch(int port, IReadOnlyList<string> settings) =>
        new Thread(() => Keep(port, settings)) { IsBackground = true, Name = "PostgreSQL for tests" }.Start();

    /// <summary>Ends all of its processes at once, as a power cut would, and starts it again on the same data and port.</summary>
    private async Task Crash(int port, IReadOnlyList<string> settings, Task until)
    {
        await StopAtOnce();
        await ended.Task;
        await until;
        (ready, ended) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));
        Launch(port, settings);
        if (!await ready.Task)
            throw new InvalidOperationException($"PostgreSQL did not start again: {await File.ReadAllTextAsync(log)}");
    }

    private Task StopAtOnce() => Command.RunAsync(Unprivileged.Command(Path.Combine(binaries, "pg_ctl"), "-D", Data, "-m", "immediate", "stop"));

    private void Keep(int port, IReadOnlyList<string> settings)
    {
        string[] all = [.. settings, "listen_addresses=127.0.0.1", "unix_socket_directories="];
        try
        {
            using var postgres = Command.Start(Unprivileged.Command(
                [Path.Combine(binaries, "postgres"), "-D", Data, "-p", $"{port}", .. all.SelectMany(setting => new[] { "-c", setting })]));
            CopyLog(postgres);
            postgres.WaitForExit();
            ready.TrySetResult(false);
        }
        catch (Exception error)
        {
            ready.TrySetException(error);
        }
        finally
        {
            ended.TrySetResult();
        }
    }

    private void CopyLog(Process postgres)
    {
        using var file = new StreamWriter(log, append: true) { AutoFlush = true };
        while (postgres.StandardError.ReadLine() is { } line)
        {
            file.WriteLine(line);
            if (line.Contains(Ready, StringComparison.Ordinal))
                ready.TrySetResult(true);
        }
    }

    private async ValueTask StopAsync()
    {
        Stop();
        await ended.Task;
    }

    private void Stop()
    {
        if (Interlocked.Exchange(ref stopped, 1) != 0)
            return;

        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            StopAtOnce().GetAwaiter().GetResult();
        folder.Dispose();
    }
}
