using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shop.EndToEnd.Tests;
using Shop.Testing;

namespace Shop.Contract.Tests;

/// <summary>Prism stands between client and shop, and reports of each response whether it and its request fit the description.</summary>
public sealed partial class ProxyTests(NodePackages packages)
{
    [Fact]
    public async Task The_example_requests_and_their_responses_pass_a_validating_proxy()
    {
        using var folder = await packages.Folder();
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, Repository.Modules);
        await using var shop = await HostedShop.Start(database, QuickShopFixture.Settings);
        await using var receiver = await WebhookReceiver.Start();
        using var prism = folder.Start("prism", "proxy", "openapi.json", shop.Url.ToString().TrimEnd('/'), "--port", "0");
        try
        {
            using var violations = new Violations();
            using var http = new HttpClient(violations) { BaseAddress = await AddressOf(prism) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", QuickShopFixture.OperatorKey);
            var instead = new Dictionary<string, string> { ["host"] = http.BaseAddress.ToString().TrimEnd('/'), ["receiver"] = receiver.Url };
            var file = HttpFile.Read(Path.Combine(Repository.Root, "requests", "shop.http"));

            await new HttpFileRun(file, instead).Send(http, violations.Expect, TestContext.Current.CancellationToken);

            Assert.Empty(violations.Found);
            Assert.InRange(violations.Responses, 30, 200);
        }
        finally
        {
            prism.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Collects what Prism reports of each response.</summary>
    private sealed class Violations() : DelegatingHandler(new SocketsHttpHandler())
    {
        private bool _isRefused;

        public List<string> Found { get; } = [];

        public int Responses { get; private set; }

        /// <summary>A request that the shop refuses may violate the description; its response may not.</summary>
        public Task Expect(HttpFileRequest request)
        {
            _isRefused = request.Status is 400 or 428;
            return Task.CompletedTask;
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            Responses++;
            if (response.Headers.TryGetValues("sl-violations", out var reported))
                Found.AddRange(JsonDocument.Parse(string.Concat(reported)).RootElement.EnumerateArray()
                    .Where(violation => !(_isRefused && violation.GetProperty("location")[0].GetString() == "request"))
                    .Select(violation => $"{request.Method} {request.RequestUri}: {violation}"));
            return response;
        }
    }

    private static async Task<Uri> AddressOf(System.Diagnostics.Process prism)
    {
        var log = new List<string>();
        while (await prism.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            log.Add(line);
            if (Listening().Match(line) is { Success: true } match)
            {
                _ = prism.StandardOutput.ReadToEndAsync(CancellationToken.None);     // or its log fills the pipe, and it waits
                _ = prism.StandardError.ReadToEndAsync(CancellationToken.None);
                return new Uri(match.Groups[1].Value);
            }
        }
        Assert.Fail($"Prism did not start: {string.Join('\n', log)} {await prism.StandardError.ReadToEndAsync(CancellationToken.None)}");
        return null!;
    }

    [GeneratedRegex(@"Prism is listening on (http://\S+)")]
    private static partial Regex Listening();
}
