using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Testing;

namespace Shop.Notifications.Tests;

public sealed class PreferencesTests
{
    [Theory, EachStore]
    public async Task Without_preferences_every_channel_is_used(StoreKind store)
    {
        await using var notifications = await NotificationsFixture.Open(store);

        var chosen = await notifications.Http.GetFromJsonAsync<JsonElement>(await notifications.Preferences());

        Assert.Equal("""{"email":true,"sms":true,"language":null,"phone":null}""", chosen.ToString());
    }

    [Theory, EachStore]
    public async Task The_latest_preferences_apply(StoreKind store)
    {
        await using var notifications = await NotificationsFixture.Open(store);

        await notifications.Choose(language: "fr", phone: "+33612345678", email: false, sms: true);
        await notifications.Choose(language: "de", phone: null, email: true, sms: false);

        var chosen = await notifications.Http.GetFromJsonAsync<JsonElement>(await notifications.Preferences());
        Assert.Equal("""{"email":true,"sms":false,"language":"de","phone":null}""", chosen.ToString());
    }

    [Theory, EachStore]
    public async Task Two_concurrent_changes_of_preferences_both_succeed(StoreKind store)
    {
        await using var notifications = await NotificationsFixture.Open(store);

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => notifications.Choose(language: "fr")));

        Assert.Equal(
            "fr", NotificationsFixture.Text(
            await notifications.Http.GetFromJsonAsync<JsonElement>(await notifications.Preferences()), "language"));
    }

    [Theory, EachStore]
    public async Task Preferences_need_an_order_of_the_customer(StoreKind store)
    {
        await using var notifications = await NotificationsFixture.Open(store);
        await notifications.Choose(language: "fr", email: false);
        var own = await notifications.Preferences();
        foreach (var (path, status, code) in ((string, HttpStatusCode, string)[])
        [
            ("/v1/customers/CUST-1/preferences", HttpStatusCode.BadRequest, "invalid_parameter"),
            ($"/v1/customers/CUST-1/preferences?orderId={NotificationsFixture.Order}", HttpStatusCode.Forbidden, "not_the_customers_order"),
            (own.Replace("CUST-1", "CUST-2", StringComparison.Ordinal), HttpStatusCode.Forbidden, "not_the_customers_order"),
        ])
        {
            using var seen = await notifications.Http.GetAsync(path);
            using var chosen = await notifications.Http.PutAsJsonAsync(path, new { email = true, sms = true });

            Assert.Equal((status, status), (seen.StatusCode, chosen.StatusCode));
            Assert.Equal(code, (await chosen.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        }

        Assert.Equal("""{"email":false,"sms":true,"language":"fr","phone":null}""", (await notifications.Http.GetFromJsonAsync<JsonElement>(own)).ToString());
    }

    [Theory]
    [InlineData("""{"email":true,"sms":true,"language":"tlh"}""", "language_not_supported")]
    [InlineData("""{"email":true,"sms":true,"phone":"0151 1234567"}""", "phone_invalid")]
    [InlineData("""{"email":true,"sms":true,"phone":"+4915112345678\n"}""", "phone_invalid")]
    public async Task Invalid_preferences_are_rejected(string body, string code)
    {
        await using var notifications = await NotificationsFixture.Open(StoreKind.Sqlite);
        using var content = new StringContent(body, null, "application/json");

        using var response = await notifications.Http.PutAsync(new Uri(await notifications.Preferences(), UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(code, Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("code").GetString());
    }
}
