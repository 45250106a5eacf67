using System.Globalization;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Shop.OpsClient;

/// <summary>
/// Sends requests to a shop, reads JSON answers and server-sent events, and turns problems into <see cref="ShopApiException"/>.
/// </summary>
internal sealed class ApiConnection(HttpClient http)
{
    private const string IdempotencyKey = "Idempotency-Key";

    public async Task<T> Get<T>(string path, CancellationToken ct)
    {
        using var answer = await http.GetAsync(Relative(path), ct);
        return await Read<T>(answer, ct);
    }

    /// <summary>Reads the items of a list that has one page.</summary>
    public async Task<IReadOnlyList<T>> GetAll<T>(string path, CancellationToken ct) => (await Get<Page<T>>(path, ct)).Items;

    public async Task<T> Post<T>(string path, object? body, CancellationToken ct, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Relative(path));
        if (body is not null) request.Content = JsonContent.Create(body, body.GetType());
        if (idempotencyKey is not null) request.Headers.Add(IdempotencyKey, idempotencyKey);
        using var answer = await http.SendAsync(request, ct);
        return await Read<T>(answer, ct);
    }

    /// <summary>Reads an answer whatever its status: a health check answers 503 with the same body.</summary>
    public async Task<T> GetAnyStatus<T>(string path, CancellationToken ct)
    {
        using var answer = await http.GetAsync(Relative(path), ct);
        return (await answer.Content.ReadFromJsonAsync<T>(ct))!;
    }

    /// <summary>Reads the server-sent events of one type until the stream ends.</summary>
    public async IAsyncEnumerable<T> Stream<T>(string path, string type, [EnumeratorCancellation] CancellationToken ct)
    {
        using var answer = await http.GetAsync(Relative(path), HttpCompletionOption.ResponseHeadersRead, ct);
        if (!answer.IsSuccessStatusCode)
            throw await ReadProblem(answer, ct);
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(ct))
            if (item.EventType == type)
                yield return JsonSerializer.Deserialize<T>(item.Data, JsonSerializerOptions.Web)!;
    }

    /// <summary>A path with the query parameters that have a value.</summary>
    public static string Query(string path, params IEnumerable<(string Name, object? Value)> parameters)
    {
        var query = string.Join('&', parameters.Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(Text(parameter.Value!))}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    private static string Text(object value) => value is DateTimeOffset time
        ? time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static async Task<T> Read<T>(HttpResponseMessage answer, CancellationToken ct) => answer.IsSuccessStatusCode
        ? (await answer.Content.ReadFromJsonAsync<T>(ct))!
        : throw await ReadProblem(answer, ct);

    private static async Task<ShopApiException> ReadProblem(HttpResponseMessage answer, CancellationToken ct)
    {
        var status = (int)answer.StatusCode;
        try
        {
            if (await answer.Content.ReadFromJsonAsync<ProblemBody>(ct) is { Detail: not null, Code: not null } problem)
                return new ShopApiException(problem.Title ?? "", problem.Detail, problem.Code, status);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // Something else than a shop answered.
        }
        return new ShopApiException("Unexpected answer", $"The shop answered {status}. Is it a shop, and of this version?", "", status);
    }

    private sealed record ProblemBody(string? Title, string? Detail, string? Code);
}
