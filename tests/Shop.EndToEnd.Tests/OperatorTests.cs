using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>Access of operators, and their command line.</summary>
public sealed class OperatorTests
{
    private const string Key = "0123456789abcdef-of-nobody";

    private static Task<(int Code, string Text)> Run(HostedShop shop, params string[] args) => Run(shop.Url, args);

    private static async Task<(int Code, string Text)> Run(Uri shop, params string[] args)
    {
        var (code, output, errors) = await ShopCommand.Cli([.. args, "--url", shop.ToString(), "--key", Key, "--as", "ada"]);
        return (code, output + errors);
    }

    private static async Task<string> Code(HttpClient shop, HttpStatusCode expected, string? bearer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ops/dead-letters");
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var answer = await shop.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        return answer.IsSuccessStatusCode ? "" : (await answer.Json()).GetProperty("code").GetString()!;
    }

    [Fact]
    public async Task Outside_Development_the_operator_API_requires_a_key()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, Repository.Modules);
        await using (var locked = await HostedShop.Start(database, "--environment", "Production"))
            Assert.Equal("ops_locked", await Code(locked.Http, HttpStatusCode.Forbidden, Key));

        await using var shop = await HostedShop.Start(database, "--environment", "Production", $"--Ops:Key={Key}");

        Assert.Equal("operator_key_missing", await Code(shop.Http, HttpStatusCode.Unauthorized, null));
        Assert.Equal("operator_key_wrong", await Code(shop.Http, HttpStatusCode.Forbidden, Key + "x"));
        Assert.Equal("", await Code(shop.Http, HttpStatusCode.OK, Key));
        using var products = await shop.Http.GetAsync("/v1/products");
        Assert.Equal(HttpStatusCode.OK, products.StatusCode);
    }

    [Fact]
    public async Task A_key_that_is_too_short_is_rejected_at_startup()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, Repository.Modules);

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => HostedShop.Start(database, "--Ops:Key=short"));

        Assert.Contains("Ops:Key has 5 characters", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_are_shown_as_they_are_published()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, Repository.Modules);
        await using var shop = await HostedShop.Start(database, $"--Ops:Key={Key}");
        using var tail = ShopCommand.Start("Shop.Cli", "events", "tail", "--type", "Order Created", "--url", shop.Url.ToString(), "--key", Key);
        var line = tail.StandardOutput.ReadLineAsync();

        var placed = new List<string>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        while (!line.IsCompleted && await pace.WaitForNextTickAsync(patience.Token))       // it shows events published after it has begun
            placed.Add(await shop.Http.Place(Shopper.Order("PRD-0002")));
        tail.Kill();

        Assert.Contains(placed, order => (line.Result ?? "").Contains(order, StringComparison.Ordinal));
    }

    [Theory, EachStore]
    public async Task An_operator_finds_redrives_replays_and_reconciles_from_the_command_line(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, Repository.Modules);
        await using var shop = await HostedShop.Start(database, [$"--Ops:Key={Key}", "--Bus:ReconciliationDelay=00:00:00", .. ShopProcess.Brisk]);
        var good = await shop.Http.Place(Shopper.Order("PRD-0002"));
        var ill = await shop.Http.Place(Shopper.Order("PRD-0003", token: "tok_poison_once"));
        var lost = await shop.Http.Place(Shopper.Order("PRD-0004", token: "tok_poison"));
        await shop.Http.Ended(good);
        foreach (var held in (string[])[ill, lost])
            await shop.Http.Until($"/v1/orders/{held}", order => order.GetProperty("status").GetString() == "on_hold");

        var listed = await Run(shop, "dlq", "list", "--json", "--subject", ill);
        using var message = JsonDocument.Parse(listed.Text);
        var eventId = message.RootElement.GetProperty("eventId").GetString()!;
        Assert.Contains("charge-order", (await Run(shop, "dlq", "list", "--causes")).Text, StringComparison.Ordinal);
        Assert.Contains("The sandbox returned an invalid response", (await Run(shop, "dlq", "show", eventId)).Text, StringComparison.Ordinal);
        Assert.Contains("2 dead letters match; nothing was changed", (await Run(shop, "dlq", "redrive", "--all", "--dry-run")).Text, StringComparison.Ordinal);
        Assert.Contains("finished, 1 of 1 done", (await Run(shop, "dlq", "redrive", "--subject", ill, "--canary", "1", "--rate", "20/s")).Text, StringComparison.Ordinal);
        Assert.Equal("confirmed", (await shop.Http.Ended(ill)).GetProperty("status").GetString());

        Assert.Contains("is cancelled (operator_decision)", (await Run(shop, "orders", "cancel", lost)).Text, StringComparison.Ordinal);
        Assert.Contains("finished, 1 of 1 done", (await Run(shop, "dlq", "discard", "--subject", lost)).Text, StringComparison.Ordinal);
        Assert.Contains("No dead letters match", (await Run(shop, "dlq", "list")).Text, StringComparison.Ordinal);

        Assert.Contains("finished", (await Run(shop, "replay", "--rule", "inventory/reserve-stock", "--rerun", "--name", "once-more")).Text, StringComparison.Ordinal);
        Assert.Contains("A rerun is for one rule", (await Run(shop, "replay", "--rerun")).Text, StringComparison.Ordinal);
        Assert.Contains("Order Created", (await Run(shop, "events", "list", "--subject", good)).Text, StringComparison.Ordinal);
        Assert.Contains("redrive", (await Run(shop, "operations", "list")).Text, StringComparison.Ordinal);
        Assert.Contains("ada", (await Run(shop, "audit-log")).Text, StringComparison.Ordinal);
        var reconciled = await Run(shop, "reconcile");
        Assert.True(reconciled.Code == 0 && reconciled.Text.Contains("0 discrepancies", StringComparison.Ordinal), reconciled.Text);
        await An_event_that_a_rule_has_never_received_is_reported_and_replayed(database, shop, good);
    }

    private static async Task An_event_that_a_rule_has_never_received_is_reported_and_replayed(TestDatabase database, HostedShop shop, string order)
    {
        await using (var inventory = await database.OpenAsync("inventory"))
        {
            await using var lose = inventory.CreateCommand();
            lose.CommandText = "delete from inbox where rule = 'reserve-stock'";
            Assert.Equal(3, await lose.ExecuteNonQueryAsync());
        }

        var (code, published) = await Run(shop, "reconcile");
        Assert.Equal(1, code);
        Assert.Contains($"inventory: reserve-stock has never received \"Order Created\" of {order}", published, StringComparison.Ordinal);
        Assert.Equal("Degraded", (await shop.Http.Read("/health/reconciliation")).GetProperty("status").GetString());

        Assert.Equal(0, (await Run(shop, "replay", "--rule", "inventory/reserve-stock")).Code);
        Assert.Equal(0, (await Run(shop, "reconcile")).Code);
        Assert.Equal("Healthy", (await shop.Http.Read("/health/reconciliation")).GetProperty("status").GetString());
        Assert.Single((await shop.Http.Read($"/v1/orders/{order}/timeline")).GetProperty("events").EnumerateArray(), e => e.GetProperty("detailType").GetString() == "Inventory Reserved");
    }

    [Fact]
    public async Task The_command_line_reports_an_unreachable_shop()
    {
        var (code, published) = await Run(new Uri($"http://127.0.0.1:{ShopProcess.FreePort()}"), "dlq", "list");

        Assert.Equal(1, code);
        Assert.Contains("No shop answers at", published, StringComparison.Ordinal);
    }
}
