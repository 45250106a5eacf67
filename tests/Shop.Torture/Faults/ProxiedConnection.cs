using System.Net;
using System.Net.Sockets;

namespace Shop.Torture;

/// <summary>A client's connection and the server's, and the bytes passed between them.</summary>
internal sealed class ProxiedConnection(Socket client, PostgresProxy proxy) : IDisposable
{
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly long _began = Environment.TickCount64;
    private volatile Task _stall = Task.CompletedTask;
    private volatile bool _deaf;        // the server's responses are lost
    private volatile bool _cut;         // the next response ends the connection

    /// <summary>How long it has been open.</summary>
    public TimeSpan Age => TimeSpan.FromMilliseconds(Environment.TickCount64 - _began);

    /// <summary>Passes on until one of the two ends it.</summary>
    public async Task Run(int port)
    {
        client.NoDelay = true;
        try
        {
            await _server.ConnectAsync(IPAddress.Loopback, port);
            await Task.WhenAny(Upward(), Downward());
        }
        catch (SocketException)
        {
            // The server is down: the client sees a connection that ends at once.
        }
        Dispose();
    }

    /// <summary>Ends both at once.</summary>
    public void Dispose()
    {
        client.Close(0);
        _server.Close(0);
    }

    /// <summary>Passes nothing on for a while.</summary>
    public void Stall(TimeSpan time) => _stall = Task.Delay(time);

    /// <summary>
    /// The server still receives, but the client gets no response; the server's side ends after a while, the client's when it times out.
    /// </summary>
    public void HalfOpen(TimeSpan time)
    {
        _deaf = true;
        _ = Task.Delay(time).ContinueWith(_ => _server.Close(0), TaskScheduler.Default);
    }

    private Task Upward() => Pass(client, async sent =>
    {
        if (proxy.CutsAnswerTo(sent.Span))
            _cut = true;
        await _server.SendAsync(sent);
    });

    private Task Downward() => Pass(_server, async answered =>
    {
        if (_cut)
            throw new SocketException((int)SocketError.ConnectionReset);
        if (!_deaf)
            await client.SendAsync(answered);
    });

    private async Task Pass(Socket from, Func<ReadOnlyMemory<byte>, Task> to)
    {
        var buffer = new byte[65536];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await _stall;
                await to(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One of the two is gone; so is the connection, but a half-open client does not notice.
        }
        if (_deaf)
            await Task.Delay(TimeSpan.FromSeconds(10));
    }
}
