using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Shop.Payments.Tests;

/// <summary>
/// A payment provider that implements docs/reference/payment-gateway.md over a real connection. It misbehaves on demand: before it executes a request
/// (<see cref="Before"/>), or instead of the response (<see cref="After"/>).
/// </summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    public const string Key = "sk_test_0123456789";

    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Row> _rows = [];
    private readonly List<string> _requests = [];

    private FakeProvider(WebApplication app) => _app = app;

    /// <summary>Misbehaves before the request is executed; true when that was the response.</summary>
    public Func<HttpContext, Task<bool>> Before { get; set; } = _ => Task.FromResult(false);

    /// <summary>Misbehaves after the request is executed; true when that was the response.</summary>
    public Func<HttpContext, Task<bool>> After { get; set; } = _ => Task.FromResult(false);

    public string Url => _app.Urls.Single();

    /// <summary>Every request received, as <c>PUT /v1/payments/ORD-1</c>.</summary>
    public IReadOnlyList<string> Requests
    {
        get { lock (_lock) return [.. _requests]; }
    }

    /// <summary>The total number of authorisations.</summary>
    public int Authorisations { get; private set; }

    /// <summary>The settings of the shop; a test may override some.</summary>
    public (string, string)[] Settings(params (string Key, string Value)[] but) =>
        [.. Usual.Where(setting => but.All(other => other.Key != setting.Key)).Concat(but)];

    /// <summary>
    /// A generous timeout: otherwise a test that counts requests would also count those that timed out on a busy machine.
    /// </summary>
    private (string Key, string Value)[] Usual =>
    [
        ("Payments:Gateway:Url", Url), ("Payments:Gateway:Key", Key), ("Payments:Gateway:Timeout", "00:00:30"),
        ("Payments:Gateway:TotalTimeout", "00:00:30"),
        ("Payments:Gateway:RetryAfter", "00:00:00.005"), ("Payments:Gateway:BreakAfter", "1000"),
    ];

    public static async Task<FakeProvider> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new FakeProvider(app);
        app.Run(provider.Serve);
        await app.StartAsync();
        return provider;
    }

    public string? StatusOf(string key)
    {
        lock (_lock)
            return _rows.GetValueOrDefault(key)?.Status;
    }

    private async Task Serve(HttpContext http)
    {
        lock (_lock)
            _requests.Add($"{http.Request.Method} {http.Request.Path}");
        if (await Before(http))
            return;
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var (status, response) = http.Request.Headers.Authorization == $"Bearer {Key}" ? Do(http.Request, body) : (401, null);
        if (await After(http))
            return;
        http.Response.StatusCode = status;
        if (response is not null)
            await http.Response.WriteAsJsonAsync(response);
    }

    private (int, object?) Do(HttpRequest request, string body)
    {
        string[] path = request.Path.Value!.Trim('/').Split('/');     // v1 payments {key} …
        lock (_lock)
        {
            var row = _rows.GetValueOrDefault(path[2]);
            return (request.Method, path.ElementAtOrDefault(3)) switch
            {
                ("GET", null) => Found(row?.Reported()),
                ("PUT", null) => Found((row ?? Authorise(path[2], JsonSerializer.Deserialize<JsonElement>(body))).Reported()),
                ("POST", "capture") when row is not null =>
                    Found((row.Status == "authorised" ? SetStatus(row, "captured") : row).Reported()),
                ("POST", "cancel") => Found(Cancel(path[2], row).Reported()),
                ("PUT", "refunds") when row is not null =>
                    Found(Refund(row, path[4], JsonSerializer.Deserialize<JsonElement>(body).GetProperty("amount").GetInt64())),
                _ => Found(null),
            };
        }
    }

    private static (int Status, object? Answer) Found(object? response) => (response is null ? 404 : 200, response);

    private Row Authorise(string key, JsonElement requested)
    {
        if (requested.GetProperty("token").GetString() == "tok_declined")
            return _rows[key] = new Row(key, "declined", null, null, null, "card_declined");
        Authorisations++;
        return _rows[key] =
            new Row(key, "authorised", "pay_" + key, requested.GetProperty("amount").GetInt64(), requested.GetProperty("currency")
            .GetString(), null);
    }

    private Row SetStatus(Row row, string status) => _rows[row.Key] = row with { Status = status };

    private Row Cancel(string key, Row? row) => row?.Status switch
    {
        null => _rows[key] = new Row(key, "closed", null, null, null, null),
        "authorised" => SetStatus(row, "voided"),
        "captured" => SetStatus(row, "refunded"),
        _ => row,
    };

    private static object Refund(Row row, string refundKey, long amount)
    {
        var fits = row.Parts.ContainsKey(refundKey) || row.Status == "captured" && row.Parts.Values.Sum() + amount <= row.Amount;
        if (fits)
            row.Parts[refundKey] = amount;
        return new { refundKey, status = fits ? "refunded" : "refused", amount = fits ? amount : 0 };
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private sealed record Row(string Key, string Status, string? PaymentId, long? Amount, string? Currency, string? Reason)
    {
        public Dictionary<string, long> Parts { get; } = [];

        public object Reported() => new
        {
            key = Key, status = Status, paymentId = PaymentId, amount = Amount, currency = Currency, reason = Reason,
            refunded = Status == "refunded" ? Amount - Parts.Values.Sum() : null,
        };
    }
}
