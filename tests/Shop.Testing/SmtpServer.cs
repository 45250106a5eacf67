using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Shop.Testing;

/// <summary>A message that the server accepted.</summary>
/// <param name="From">The sender.</param>
/// <param name="To">The recipients.</param>
/// <param name="Message">The message.</param>
/// <param name="Raw">Its raw text.</param>
public sealed record ReceivedMail(string From, IReadOnlyList<string> To, MimeMessage Message, string Raw);

/// <summary>A small SMTP server on a free port of 127.0.0.1 (RFC 5321, without extensions). What it answers to each DATA can be next before.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _answers = new();
    private readonly ConcurrentQueue<ReceivedMail> _taken = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _listening;

    /// <summary>Starts it; it accepts every message.</summary>
    public SmtpServer()
    {
        _listener.Start();
        _listening = Listen();
    }

    /// <summary>The reply to a message after which the server closes the connection.</summary>
    public const string Silence = "";

    /// <summary>Its address.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The accepted messages, oldest first.</summary>
    public IReadOnlyList<ReceivedMail> Taken => [.. _taken];

    /// <summary>The number of connections.</summary>
    public int Conversations { get; private set; }

    /// <summary>The recipients that it rejects.</summary>
    public Func<string, bool> Refuses { get; init; } = _ => false;

    /// <summary>Replies like this to the next messages, and accepts those after them.</summary>
    public void Answer(params string[] answers)
    {
        foreach (var answer in answers)
            _answers.Enqueue(answer);
    }

    /// <summary>Accepts messages again.</summary>
    public void TakeAgain() => _answers.Clear();

    private async Task Listen()
    {
        var conversations = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                Conversations++;
                conversations.Add(Converse(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(conversations).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Converse(TcpClient client)
    {
        using var _ = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 tests.example");
        var (from, to) = ("", new List<string>());
        while (await reader.ReadLineAsync(_stopping.Token) is { } line && line != "QUIT")
        {
            var answer = "250 ok";
            if (line.StartsWith("MAIL FROM:", StringComparison.Ordinal)) (from, to) = (Address(line), []);
            else if (line.StartsWith("RCPT TO:", StringComparison.Ordinal)) answer = Recipient(Address(line), to);
            else if (line == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                answer = await Take(reader, from, to);
                if (answer == Silence)
                    return;
            }
            await writer.WriteLineAsync(answer);
        }
        await writer.WriteLineAsync("221 bye");
    }

    private string Recipient(string address, List<string> to)
    {
        if (Refuses(address))
            return "550 5.1.1 no such mailbox";
        to.Add(address);
        return "250 ok";
    }

    private async Task<string> Take(StreamReader reader, string from, IReadOnlyList<string> to)
    {
        var raw = new StringBuilder();
        while (await reader.ReadLineAsync(_stopping.Token) is { } line && line != ".")
            raw.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        var answer = _answers.TryDequeue(out var next) ? next : "250 taken";
        if (answer is Silence || answer.StartsWith("250", StringComparison.Ordinal))
            _taken.Enqueue(new ReceivedMail(from, to, MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(raw.ToString()))), raw.ToString()));
        return answer;
    }

    private static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _listening;
        _listener.Dispose();
        _stopping.Dispose();
    }
}
