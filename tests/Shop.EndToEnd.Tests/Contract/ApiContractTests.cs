using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Shop.Testing;

namespace Shop.EndToEnd.Tests.Contract;

/// <summary>
/// The running shop against its own description: to every request, valid or damaged, it responds as described and never fails, and rejected
/// requests and reads change nothing. A new operation is tested as soon as it is described.
/// </summary>
public sealed class ApiContractTests
{
    private const int Passes = 1;
    private const int AsDescribed = 4;
    private const int Damaged = 8;

    [Theory, EachStore]
    public async Task Every_response_fits_the_description_and_a_rejected_request_changes_nothing(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, Repository.Modules);
        // Nothing changes by itself: no order times out, no shipment moves.
        await using var shop = await HostedShop.Start(database, "--environment", "Development",
            "--Orders:Deadlines:Payment=01:00:00", "--Shipping:Carrier:CollectsAfter=01:00:00", "--Shipping:Carrier:PollInterval=01:00:00");
        await using var data = new BusinessData(database);
        var api = await ApiDescription.Of(shop.Http);
        var client = new AskingClient(api, shop.Http, data);

        await Gen.Select(Gen.Shuffle(api.Operations.ToArray()), Gen.Int).SampleAsync(async (operations, seed) =>
        {
            var dice = new Random(seed);
            // One operation needs values from another's response, such as an id, which may come later.
            foreach (var operation in operations)
                await client.Ask(operation, dice, AsDescribed);
            foreach (var operation in operations)
                await client.Try(operation, dice, AsDescribed, Damaged);
        }, iter: Passes, threads: 1);

        var never = api.Operations.Where(operation => !client.Succeeded.Contains(operation)).Select(operation => operation.ToString()).ToList();
        Assert.True(never.Count < api.Operations.Count / 2, $"Of {api.Operations.Count} operations these never succeeded, so little was tested: {string.Join(", ", never)}");
    }
}

/// <summary>A client that checks every response against the description.</summary>
internal sealed class AskingClient(ApiDescription api, HttpClient shop, BusinessData data)
{
    private const int MostLooks = 100;

    /// <summary>Headers of HTTP itself, which no description lists.</summary>
    private static readonly string[] OfEveryMessage =
        ["Connection", "Content-Encoding", "Content-Length", "Content-Type", "Date", "Expires", "Pragma", "Transfer-Encoding", "Vary", "X-Content-Type-Options", "X-Accel-Buffering"];

    private readonly Known _known = new();
    private Dictionary<string, string>? _left;

    public HashSet<ApiOperation> Succeeded { get; } = [];

    /// <summary>Sends valid requests.</summary>
    public async Task Ask(ApiOperation operation, Random dice, int times)
    {
        var any = new AnyRequest(api, _known, dice);
        for (var i = 0; i < times; i++)
        {
            var request = any.Make(operation, damaged: false);
            if (request.Headers.Contains("If-Match"))
                request = await WithTag(request);
            await Ask(operation, request);
        }
    }

    /// <summary>Sends valid requests and, once the shop is idle, damaged ones, which must change nothing.</summary>
    public async Task Try(ApiOperation operation, Random dice, int asDescribed, int damaged)
    {
        await Ask(operation, dice, asDescribed);
        var any = new AnyRequest(api, _known, dice);
        // The shop may not have been idle: only a change that happens twice is caused by the request.
        if (await ChangedBy(operation, any, damaged) is not null && await ChangedBy(operation, any, damaged, again: true) is { } changed)
            Assert.Fail($"{operation} changed {changed.What} by requests that it refused or only answered: {changed.Requests}");
    }

    private async Task<(string What, string Requests)?> ChangedBy(ApiOperation operation, AnyRequest any, int damaged, bool again = false)
    {
        await Quiet();
        // Reading all data is slow: a read starts from the snapshot after the operation before it.
        var before = operation.Changes || again ? await data.Read() : _left ?? await data.Read();
        _left = null;
        var asked = new List<string>();
        for (var i = 0; i < damaged; i++)
        {
            var request = any.Make(operation, damaged: true);
            asked.Add($"{request.Method} {request.RequestUri} {(request.Content is null ? "" : Brief(await request.Content.ReadAsStringAsync()))}");
            if (await Ask(operation, request) && operation.Changes)
                return null;        // the damaged part did not matter
        }
        var after = _left = await data.Read();
        var different = before.Keys.Union(after.Keys).Where(table => before.GetValueOrDefault(table) != after.GetValueOrDefault(table)).ToList();
        return different.Count == 0 ? null : (string.Join(", ", different), string.Join("\n", asked));
    }

    /// <returns>Whether it succeeded.</returns>
    private async Task<bool> Ask(ApiOperation operation, HttpRequestMessage request)
    {
        var sent = request.Content is null ? "" : Brief(await request.Content.ReadAsStringAsync());
        using var answer = await shop.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var type = answer.Content.Headers.ContentType;
        var text = type?.MediaType is "application/json" or "application/problem+json" ? await answer.Content.ReadAsStringAsync() : null;
        var errors = Errors(operation, answer, type, text);
        if (errors.Count > 0)
            Assert.Fail($"{operation} was asked {request.RequestUri} [{request.Headers.ToString().ReplaceLineEndings(" ")}] {sent} and answered {(int)answer.StatusCode} {Brief(text ?? "")}: {string.Join("; ", errors)}");
        if (answer.IsSuccessStatusCode)
        {
            Succeeded.Add(operation);
            _known.LearnTag(request.RequestUri!.ToString().Split('?')[0], answer.Headers.ETag?.ToString());
            if (text is not null) _known.Learn(JsonNode.Parse(text));
        }
        return answer.IsSuccessStatusCode;
    }

    private List<string> Errors(ApiOperation operation, HttpResponseMessage answer, MediaTypeHeaderValue? type, string? text)
    {
        var status = ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if ((int)answer.StatusCode >= 500)
            return ["it failed"];
        if (operation.Responses[status] is not { } described)
            return [$"{status} is not described"];
        if (answer.Headers.Concat(answer.Content.Headers).Select(header => header.Key)
            .Where(name => !OfEveryMessage.Contains(name) && described["headers"]?.AsObject().Any(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) is not true)
            .ToList() is { Count: > 0 } more)
            return [$"{string.Join(", ", more)} is not described for {status}"];
        if (described["content"] is not JsonObject { Count: > 0 } contents)
            return [];
        if (type?.MediaType is null || contents[type.MediaType] is not { } content)
            return [$"{type?.MediaType ?? "no content type"} is not described for {status}"];
        if (text is null || content["schema"] is not { } schema)
            return [];
        try
        {
            return [.. SchemaFit.Errors(api, schema, JsonNode.Parse(text))];
        }
        catch (JsonException e)
        {
            return [$"its body is no JSON: {e.Message}"];
        }
    }

    /// <summary>Reads the resource first, as a client would, and sends its ETag.</summary>
    private async Task<HttpRequestMessage> WithTag(HttpRequestMessage request)
    {
        for (var path = request.RequestUri!.ToString().Split('?')[0]; path.Count(c => c == '/') > 2; path = path[..path.LastIndexOf('/')])
        {
            using var seen = await shop.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            if (seen.Headers.ETag is not { } tag)
                continue;
            request.Headers.Remove("If-Match");
            request.Headers.TryAddWithoutValidation("If-Match", tag.ToString());
            break;
        }
        return request;
    }

    /// <summary>Waits until the shop is idle, but not for ever: what happens only once was not caused by the request.</summary>
    private async Task Quiet()
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var looks = 0; looks < MostLooks && await data.IsBusy(); looks++)
            await pace.WaitForNextTickAsync();
    }

    private static string Brief(string text) => text.Length <= 400 ? text : $"{text[..400]}… ({text.Length} characters)";
}
