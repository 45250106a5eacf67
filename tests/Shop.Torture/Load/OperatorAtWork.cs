using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>
/// An operator during the storm: redrives, replays, and cancels and resumes operations. All of it is allowed at any time.
/// </summary>
internal sealed class OperatorAtWork(Plan plan, Street street, Tally tally)
{
    private const string Orders = "orders";     // the module that decides on them
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(700);

    // Rules whose effects have business keys: they may be run again over anything.
    private static readonly string[] MayRunAgain = ["inventory/reserve-stock", "inventory/release-stock", "payments/charge-order", "payments/cancel-payment"];

    private readonly Random _chance = new(plan.Seed);

    public async Task Work(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await (_chance.Next(6) switch
            {
                0 or 1 => Redrive(),
                2 => Count("replays begun", Post(Any(), "/ops/replays", new { from = DateTimeOffset.UtcNow.AddSeconds(-_chance.Next(5, 60)), rate = _chance.Next(50, 2000) })),
                3 => RunAgain(MayRunAgain[_chance.Next(MayRunAgain.Length)]),
                4 => Disturb("cancel"),
                _ => Disturb("resume"),
            });
            await Task.Delay(Pace, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Redrives every dead letter.</summary>
    public Task Redrive() => Everywhere("redrives begun", "/ops/dead-letters/redrive", new { filter = new { }, all = true, canary = _chance.Next(3) });

    /// <summary>Discards dead letters that no redrive can fix.</summary>
    public Task Discard(string rule) => Everywhere("discards begun", "/ops/dead-letters/discard", new { filter = new { rule } });

    public Task Cancel(string order) => Count("orders cancelled by the operator", Post(Orders, $"/ops/orders/{order}/cancel", null));

    public Task Resume(string order) => Count("orders resumed by the operator", Post(Orders, $"/ops/orders/{order}/resume", null));

    private Task RunAgain(string rule) => Count("replays that run a rule again", Post(rule.Split('/')[0], "/ops/replays", new
    {
        from = DateTimeOffset.UtcNow.AddSeconds(-_chance.Next(5, 30)), rerun = true, rules = new[] { rule },
    }));

    /// <summary>Each process has its own modules' messages.</summary>
    private async Task Everywhere(string what, string path, object body)
    {
        foreach (var module in street.OneOfEach)
            await Count(what, Post(module, path, body));
    }

    /// <summary>A module of some process.</summary>
    private string Any()
    {
        var each = street.OneOfEach;
        return each[_chance.Next(each.Count)];
    }

    /// <summary>Cancels or resumes one of the operations of some process, in whatever state it is.</summary>
    private async Task Disturb(string verb)
    {
        var module = Any();
        using var list = await Ask(module, HttpMethod.Get, "/ops/operations", null);
        var ids = (await list.Json()).GetProperty("items").EnumerateArray().Select(operation => operation.GetProperty("id").GetString()).ToList();
        if (ids.Count > 0)
            await Count($"operations asked to {verb}", Post(module, $"/ops/operations/{ids[_chance.Next(ids.Count)]}/{verb}", null));
    }

    private async Task Count(string what, Task<HttpResponseMessage> asking)
    {
        using var answer = await asking;
        tally.Count(what);
        if ((int)answer.StatusCode >= 400 && (int)answer.StatusCode is not (409 or 404))
            tally.Fault($"The operator was refused ({what}): {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private Task<HttpResponseMessage> Post(string module, string path, object? body) => Ask(module, HttpMethod.Post, path, body);

    private Task<HttpResponseMessage> Ask(string module, HttpMethod method, string path, object? body) => street.Insist(module, async http =>
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, options: JsonSerializerOptions.Web) };
        request.Headers.Add("X-Operator", "operator-at-work");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Street.OperatorKey);
        return await http.SendAsync(request);
    });
}
