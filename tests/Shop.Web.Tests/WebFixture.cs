using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Shop.Web.Tests;

/// <summary>A real Kestrel on a free port of 127.0.0.1 with the shop's conventions and the endpoints of one test.</summary>
internal sealed class WebFixture : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebFixture(WebApplication app, Uri address) =>
        (this.app, Address, Http) = (app, address, new HttpClient(Handler()) { BaseAddress = address });

    // Like a careless client: non-ASCII characters are sent unencoded.
    private static SocketsHttpHandler Handler() => new() { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 };

    public Uri Address { get; }

    public HttpClient Http { get; }

    public required CapturedLog Log { get; init; }

    public static async Task<WebFixture> Start(
        Action<WebApplication> endpoints, Action<IServiceCollection>? services = null, string environment = "Production")
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var log = new CapturedLog();
        builder.Logging.AddProvider(log);
        builder.Services.AddShopWeb();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseShopWeb();
        endpoints(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new WebFixture(app, new Uri(app.Urls.Single())) { Log = log };
    }

    public Task<HttpResponseMessage> Post(string path, string body, string contentType = "application/json") =>
        Http.PostAsync(
            new Uri(path, UriKind.Relative),
            new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { { "Content-Type", contentType } } });

    public Task<HttpResponseMessage> Get(string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Http.SendAsync(request);
    }

    public Task Stop() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
    }
}
