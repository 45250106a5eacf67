using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Host.Hosting;

namespace Shop.Host.Commands.Operations;

/// <summary>The operators' API of a running shop, for the command line.</summary>
internal sealed class OpsClient(HttpClient http) : IDisposable
{
    public static readonly Option<Uri> Url = new("--url")
    {
        Description = "The shop that runs.",
        DefaultValueFactory = _ => new Uri(ShopApp.DefaultUrl),
        CustomParser = Address,
    };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = "Its operator key (Ops:Key); else the environment variable SHOP_OPS_KEY.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("SHOP_OPS_KEY"),
    };

    public static readonly Option<string> Who = new("--as")
    {
        Description = "Who you are: what you change is noted under this name.", DefaultValueFactory = _ => Environment.UserName is { Length: > 0 } user ? user : "operator",
    };

    /// <summary>Makes it the command's deed to talk to a shop.</summary>
    public static Command Talking(Command command, Func<ParseResult, OpsClient, CancellationToken, Task<int>> talk)
    {
        AddTo(command);
        command.SetAction((parsed, ct) => Talk(parsed, shop => talk(parsed, shop, ct)));
        return command;
    }

    /// <summary>Lets a command say which shop, and who speaks.</summary>
    public static void AddTo(Command command)
    {
        command.Options.Add(Url);
        command.Options.Add(Key);
        command.Options.Add(Who);
    }

    /// <summary>Talks to the shop that the command names; what it refuses is said in its own words.</summary>
    public static async Task<int> Talk(ParseResult parsed, Func<OpsClient, Task<int>> talk)
    {
        using var client = Of(parsed.GetValue(Url)!, parsed.GetValue(Key), parsed.GetValue(Who)!);
        try
        {
            return await talk(client);
        }
        catch (ShopApiException e)
        {
            Console.Error.WriteLine(e.Message);
            return Started.CannotStart;
        }
        catch (HttpRequestException e)
        {
            Console.Error.WriteLine($"No shop answers at {parsed.GetValue(Url)} ({e.Message}). Start it, or say where it is: --url.");
            return Started.CannotStart;
        }
    }

    /// <summary>An address that was given, or an error that says how one looks.</summary>
    public static Uri? Address(System.CommandLine.Parsing.ArgumentResult given)
    {
        if (Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https"))
            return url;
        given.AddError($"{(given.Parent as System.CommandLine.Parsing.OptionResult)?.Option.Name} is an address such as {ShopApp.DefaultUrl}, not \"{given.Tokens[0].Value}\".");
        return null;
    }

    public static OpsClient Of(Uri url, string? key, string who)
    {
        var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Add("X-Operator", string.Concat(who.Select(c => c is > ' ' and <= '~' ? c : '-')));
        if (!string.IsNullOrEmpty(key))
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return new OpsClient(http);
    }

    /// <summary>For what is no operator's doing.</summary>
    public HttpClient Http => http;

    public Task<JsonElement> Get(string path, CancellationToken ct) => Answer(() => http.GetAsync(path, ct), ct);

    public Task<JsonElement> Post(string path, object? body, CancellationToken ct) => Answer(() => http.PostAsJsonAsync(path, body, ct), ct);

    public Task<JsonElement> Post(string path, CancellationToken ct) => Answer(() => http.PostAsync(path, null, ct), ct);

    public Task<JsonElement> Put(string path, object body, CancellationToken ct) => Answer(() => http.PutAsJsonAsync(path, body, ct), ct);

    /// <summary>Says, beside what the shop has answered, which modules another process hosts: of those it knows nothing.</summary>
    public async Task TellWhoWasNotAsked(CancellationToken ct)
    {
        // It names what it hosts also while a database of it is down.
        using var answer = await http.GetAsync("/health/ready", ct);
        var hosted = (await answer.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("modules").EnumerateObject().Select(module => module.Name);
        var others = ShopModules.All.Select(module => module.Name).Except(hosted).ToList();
        if (others.Count > 0)
            Console.Error.WriteLine($"Not asked: {string.Join(", ", others)}. Other processes host these; ask them by --url.");
    }

    /// <summary>The data of server-sent events of a kind, until the stream ends.</summary>
    public async IAsyncEnumerable<JsonElement> Stream(string path, string kind, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (!answer.IsSuccessStatusCode)
            throw await Refused(answer, ct);
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        await foreach (var item in System.Net.ServerSentEvents.SseParser.Create(stream).EnumerateAsync(ct))
            if (item.EventType == kind)
                yield return Host.Operations.Json.Of(item.Data);
    }

    private static async Task<JsonElement> Answer(Func<Task<HttpResponseMessage>> ask, CancellationToken ct)
    {
        using var answer = await ask();
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>(ct) : throw await Refused(answer, ct);
    }

    private static async Task<ShopApiException> Refused(HttpResponseMessage answer, CancellationToken ct)
    {
        var body = await answer.Content.ReadAsStringAsync(ct);
        try
        {
            var problem = Host.Operations.Json.Of(body);
            return new ShopApiException(problem.GetProperty("detail").GetString()!, problem.GetProperty("code").GetString()!);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new ShopApiException($"The shop answers {(int)answer.StatusCode}. Is it a shop, and of this version?", "");
        }
    }

    public void Dispose() => http.Dispose();
}

/// <summary>The shop refused; the message is its own.</summary>
internal sealed class ShopApiException(string message, string code) : Exception(message)
{
    public string Code => code;
}
