using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Shop.Torture;

/// <summary>A proxy between the shops and PostgreSQL that disrupts connections like a network.</summary>
internal sealed class PostgresProxy : IAsyncDisposable
{
    private static readonly TimeSpan Spared = TimeSpan.FromSeconds(4);

    private readonly int _target;
    private readonly Tally _tally;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<ProxiedConnection, bool> _open = new();
    private readonly Task _accepting;
    private int _commitsToCut, _answersToCut;

    /// <param name="target">The server's port on 127.0.0.1.</param>
    /// <param name="tally">Counts the faults.</param>
    public PostgresProxy(int target, Tally tally)
    {
        (_target, _tally) = (target, tally);
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Disrupts a connection; a fault that waits for a certain moment takes the next connection that has it.</summary>
    public void Harm(Random chance)
    {
        // A starting process would never be ready if its connections were not spared.
        var open = _open.Keys.Where(connection => connection.Age > Spared).ToList();
        if (open.Count == 0)
            return;
        var victim = open[chance.Next(open.Count)];
        switch (chance.Next(5))
        {
            case 0:
                Harmed("dropped");
                victim.Dispose();
                break;
            case 1:
                Harmed("stalled");
                victim.Stall(TimeSpan.FromSeconds(1 + 7 * chance.NextDouble()));
                break;
            case 2:
                Harmed("half-opened");
                victim.HalfOpen(TimeSpan.FromSeconds(1 + 7 * chance.NextDouble()));
                break;
            case 3:
                Interlocked.Exchange(ref _commitsToCut, 1);
                break;
            default:
                Interlocked.Exchange(ref _answersToCut, 1);
                break;
        }
    }

    /// <summary>Ends all faults.</summary>
    public void Rest() => (_commitsToCut, _answersToCut) = (0, 0);

    /// <summary>Whether the response to the last request must be lost.</summary>
    public bool CutsAnswerTo(ReadOnlySpan<byte> sent)
    {
        if (sent.IndexOf("COMMIT"u8) >= 0 && Interlocked.Exchange(ref _commitsToCut, 0) == 1)
            return Harmed("cut after COMMIT was sent");
        // Sync ends what is sent for one answer; without a COMMIT of its own it commits by itself.
        return sent.EndsWith("S\0\0\0\u0004"u8) && Interlocked.Exchange(ref _answersToCut, 0) == 1 && Harmed("cut after a statement was sent");
    }

    private bool Harmed(string how)
    {
        _tally.Count(Tallied.Connections);
        _tally.Count($"{Tallied.Connections}: {how}");
        return true;
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var connection = new ProxiedConnection(await _listener.AcceptSocketAsync(), this);
                _open[connection] = true;
                _ = connection.Run(_target).ContinueWith(_ => _open.TryRemove(connection, out bool _), TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The proxy is closed.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var connection in _open.Keys)
            connection.Dispose();
    }
}
