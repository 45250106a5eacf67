using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shop.Host.Commands;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>What someone reads who starts the shop for the first time.</summary>
public sealed partial class WelcomeTests
{
    private const int MaxLines = 10;

    private static readonly string[] AllModules = ["catalog", "orders", "inventory", "payments", "shipping", "notifications", "analytics"];

    [Fact]
    public async Task Dotnet_run_prints_in_ten_lines_what_to_open_and_an_order_to_place()
    {
        using var data = TemporaryFolder.Create("shop-welcome");
        using var shop = new Output(
            "run", "--no-build", "--project", "src/Shop.Host", "--", "--urls", $"http://127.0.0.1:{ShopProcess.FreePort()}", $"--Storage:Path={data.Path}");

        var command = (await shop.Line(line => line.Contains("curl ", StringComparison.Ordinal))).Trim();

        Assert.InRange(shop.Lines.Count, 1, MaxLines);
        Assert.Contains(shop.Lines, line => line.Contains(data.Path, StringComparison.Ordinal));
        using var browser = new HttpClient();
        foreach (var url in shop.Lines.SkipLast(1).SelectMany(line => Url().Matches(line)).Select(match => new Uri(match.Value)))
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(url)).StatusCode);
        var answer = await Shell(command);
        Assert.Contains("202 Accepted", answer, StringComparison.Ordinal);
        var order = new Uri(new Uri(Url().Match(command).Value), Location().Match(answer).Groups[1].Value);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"{order}/timeline")).StatusCode);
    }

    [Fact]
    public async Task In_production_the_shop_logs_that_it_is_open_and_prints_nothing_else()
    {
        using var data = TemporaryFolder.Create("shop-welcome");
        using var shop = new Output(
            Path.Combine(AppContext.BaseDirectory, "Shop.Host.dll"), "--environment=Production", "--urls", "http://127.0.0.1:0", $"--Storage:Path={data.Path}");

        await shop.Line(line => line.Contains("The shop is open at http://127.0.0.1:", StringComparison.Ordinal));

        Assert.Equal(["info: Shop.Host[0]"], shop.Lines.SkipLast(1));       // the console's format: the entry's head, then its text
    }

    [Fact]
    public void A_process_offers_nothing_that_it_does_not_host()
    {
        var text = Welcome.Text("http://[::]:8080", ["payments"], [.. AllModules.Except(["payments"])], "PostgreSQL at db:5432");

        Assert.Equal(
            """
            The shop is open at http://localhost:8080 (Ctrl+C stops it)
              Try the API        http://localhost:8080/scalar
              Check its health   http://localhost:8080/health/ready
              Its data           PostgreSQL at db:5432
              Not hosted here    catalog, orders, inventory, shipping, notifications, analytics
            """.ReplaceLineEndings(), text);
    }

    [Fact]
    public void Visual_Studio_Code_opens_the_address_that_the_shop_prints()
    {
        using var launch = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Repository.Root, ".vscode", "launch.json")), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var patterns = launch.RootElement.GetProperty("configurations").EnumerateArray()
            .Where(one => one.TryGetProperty("serverReadyAction", out _)).Select(one => one.GetProperty("serverReadyAction").GetProperty("pattern").GetString()!).ToList();

        var text = Welcome.Text("http://localhost:5080", AllModules, [], "");

        Assert.NotEmpty(patterns);
        Assert.All(patterns, pattern => Assert.Equal("http://localhost:5080", Regex.Match(text, pattern).Groups[1].Value));
    }

    /// <summary>What a command of a shell writes to its output and its errors.</summary>
    private static async Task<string> Shell(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync();
        return await output + await errors;
    }

    [GeneratedRegex(@"http://[^\s']+")]
    private static partial Regex Url();

    [GeneratedRegex(@"(?im)^location: (\S+)")]
    private static partial Regex Location();

    /// <summary>A <c>dotnet</c> process that runs until this is disposed, and all that it wrote.</summary>
    private sealed class Output : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

        private readonly Process _process;
        private readonly List<string> _lines = [];

        public Output(params string[] arguments)
        {
            var start = new ProcessStartInfo("dotnet", arguments)
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
            _process = Process.Start(start)!;
            _process.OutputDataReceived += (_, line) => Add(line.Data);
            _process.ErrorDataReceived += (_, line) => Add(line.Data);
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines) return [.. _lines];
            }
        }

        /// <summary>Waits for a line.</summary>
        public async Task<string> Line(Predicate<string> wanted)
        {
            using var patience = new CancellationTokenSource(Patience);
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (true)
            {
                if (Lines.FirstOrDefault(line => wanted(line)) is { } found)
                    return found;
                Assert.False(_process.HasExited, string.Join('\n', Lines));
                await pace.WaitForNextTickAsync(patience.Token);
            }
        }

        private void Add(string? line)
        {
            lock (_lines)
                if (line is not null)
                    _lines.Add(line);
        }

        public void Dispose()
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
