using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>The shop behind nginx, configured as docs/operations/behind-a-proxy.md shows.</summary>
public sealed class BehindNginxTests
{
    [Fact]
    public async Task A_cart_can_be_changed_with_the_tag_of_a_compressed_response()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var shop = await HostedShop.Start(database, "--environment", "Development");
        await using var nginx = await Nginx.OrSkip(shop.Url);
        using var made = await nginx.Http.PostAsJsonAsync("/v1/carts", new { items = new[] { new { productId = "PRD-0001", quantity = 1 } } });
        var cart = made.Headers.Location!.ToString();

        using var read = new HttpRequestMessage(HttpMethod.Get, cart) { Headers = { { "Accept-Encoding", "gzip" } } };
        using var compressed = await nginx.Http.SendAsync(read);
        // The shop compresses; an nginx that compresses instead weakens the tag.
        var tag = new EntityTagHeaderValue(compressed.Headers.ETag!.Tag, isWeak: true);
        using var change = new HttpRequestMessage(HttpMethod.Put, $"{cart}/lines/PRD-0002")
        {
            Content = JsonContent.Create(new { quantity = 1 }), Headers = { { "If-Match", tag.ToString() } },
        };
        using var changed = await nginx.Http.SendAsync(change);

        Assert.Equal("gzip", compressed.Content.Headers.ContentEncoding.Single());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task An_event_passes_while_the_stream_is_open()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var shop = await HostedShop.Start(database, "--environment", "Development", "--Shipping:Carrier:CollectsAfter=01:00:00");
        await using var nginx = await Nginx.OrSkip(shop.Url);
        var order = await nginx.Http.Place(Shopper.Order());

        using var stream = new StreamReader(await nginx.Http.GetStreamAsync(new Uri($"/v1/orders/{order}/stream?until=delivered", UriKind.Relative)));
        string? line;
        while ((line = await stream.ReadLineAsync()) is not null && !line.Contains("confirmed", StringComparison.Ordinal))
            continue;

        Assert.NotNull(line);       // the order is not delivered, so the stream is still open
    }

    [Fact]
    public async Task An_order_may_be_compressed_and_operators_paths_are_closed()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var shop = await HostedShop.Start(database, "--environment", "Development");
        await using var nginx = await Nginx.OrSkip(shop.Url);
        var body = new MemoryStream();
        await using (var gzip = new GZipStream(body, CompressionLevel.Optimal, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(Shopper.Order())));
        using var order = new HttpRequestMessage(HttpMethod.Post, "/v1/orders") { Content = new ByteArrayContent(body.ToArray()) };
        order.Headers.Add("Idempotency-Key", "k");
        order.Content.Headers.ContentType = new("application/json");
        order.Content.Headers.ContentEncoding.Add("gzip");

        using var placed = await nginx.Http.SendAsync(order);
        using var head = await nginx.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/v1/products"));
        using var closed = await nginx.Http.GetAsync(new Uri("/ops/modules", UriKind.Relative));

        Assert.Equal(
            (HttpStatusCode.Accepted, HttpStatusCode.OK, HttpStatusCode.NotFound), (placed.StatusCode, head.StatusCode, closed.StatusCode));
    }
}

/// <summary>nginx in front of a shop, with the configuration of the page.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TemporaryFolder _folder;

    private Nginx(Process process, TemporaryFolder folder, int port) =>
        (_process, _folder, Http) = (process, folder, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });

    public HttpClient Http { get; }

    /// <summary>Starts it; the test is skipped where it is not installed.</summary>
    public static async Task<Nginx> OrSkip(Uri shop)
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Select(path => Path.Combine(path, "nginx"))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "nginx is not installed (Debian: apt-get install nginx).");
        var (folder, port) = (TemporaryFolder.Create("shop-nginx"), FreePort());
        var configuration = Path.Combine(folder.Path, "nginx.conf");
        await File.WriteAllTextAsync(configuration, Configuration(shop, port, folder.Path));
        var process = Process.Start(new ProcessStartInfo(program!, ["-p", folder.Path, "-c", configuration, "-e", "stderr"]))!;
        var nginx = new Nginx(process, folder, port);
        await nginx.UntilListening();
        return nginx;
    }

    /// <summary>What the page shows, on a free port.</summary>
    private static string Configuration(Uri shop, int port, string folder)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations", "behind-a-proxy.md"));
        var shown = page.Split("```nginx")[1].Split("```")[0].Replace("127.0.0.1:5080", shop.Authority, StringComparison.Ordinal)
            .Replace("listen 80;", $"listen 127.0.0.1:{port};", StringComparison.Ordinal);
        string[] temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        return $$"""
            daemon off; master_process off; pid {{folder}}/nginx.pid;
            events { }
            http { access_log off; {{string.Join(' ', temporary.Select(kind => $"{kind}_temp_path {folder}/{kind};"))}} {{shown}} }
            """;
    }

    private async Task UntilListening()
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!_process.HasExited)
        {
            try
            {
                using var answer = await Http.GetAsync(new Uri("/ops", UriKind.Relative));
                return;
            }
            catch (HttpRequestException)
            {
                await pace.WaitForNextTickAsync();
            }
        }
        throw new InvalidOperationException($"nginx ended with code {_process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }
}
