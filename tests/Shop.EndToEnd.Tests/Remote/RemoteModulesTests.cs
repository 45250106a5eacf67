using System.Text.Json;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>
/// Operator views when a module runs in another process: they name the remote module instead of reporting an unhandled event.
/// </summary>
public sealed class RemoteModulesTests(TwoProcessesFixture running)
{
    private static IEnumerable<string> Texts(JsonElement json, string name) => json.GetProperty(name).EnumerateArray().Select(text => text.GetString()!);

    [Theory, EachStore]
    public async Task A_timeline_names_rules_of_a_remote_module_and_its_process_shows_their_status(StoreKind store)
    {
        var shop = await running.On(store);
        var id = await shop.Place(Shopper.Order("PRD-0031"));
        await shop.Ended(id);

        var timeline = await shop.Read($"/v1/orders/{id}/timeline");
        var asked = timeline.GetProperty("events").EnumerateArray().Single(published => published.GetProperty("detailType").GetString() == "Payment Requested");
        var there = (await running.Payments(store)).Http;
        var received = (await there.Read($"/ops/events/{asked.GetProperty("eventId").GetString()}/deliveries")).GetProperty("items").EnumerateArray();

        Assert.Equal(["payments"], Texts(timeline, "remote"));
        Assert.Equal(["payments/charge-order"], Texts(asked, "remote"));
        Assert.DoesNotContain(asked.GetProperty("handledBy").EnumerateArray(), handled => handled.GetProperty("module").GetString() == "payments");
        Assert.Equal(
            ["payments/charge-order handled"],
            received.Select(handled => $"{handled.GetProperty("module").GetString()}/{handled.GetProperty("rule").GetString()} {handled.GetProperty("state").GetString()}").Order());
    }

    [Theory, EachStore]
    public async Task A_dead_letter_is_listed_by_the_modules_process_and_the_other_refers_to_it(StoreKind store)
    {
        var shop = await running.On(store);
        var there = (await running.Payments(store)).Http;
        var id = await shop.Place(Shopper.Order("PRD-0032", token: "tok_poison"));
        var message = (await there.Until($"/ops/dead-letters?subject={id}", messages => messages.GetProperty("items").GetArrayLength() == 1)).GetProperty("items")[0];

        var here = await ShopCommand.Cli("dlq", "list", "--subject", id, "--url", shop.BaseAddress!.ToString());
        var its = await ShopCommand.Cli("dlq", "list", "--subject", id, "--url", there.BaseAddress!.ToString());

        Assert.Equal((0, "No dead letters match.\n", "Not included: payments. Other processes host these; name one with --url.\n"), here);
        Assert.Contains(id, its.Output, StringComparison.Ordinal);
        Assert.StartsWith("Not included: catalog, orders, ", its.Errors, StringComparison.Ordinal);
        Assert.Equal($"arn:aws:sqs:{FakeAws.Region}:{FakeAws.Account}:shop-payments", message.GetProperty("targetArn").GetString());
    }
}
