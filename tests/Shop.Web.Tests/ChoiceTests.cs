using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace Shop.Web.Tests;

public sealed class ChoiceTests
{
    public enum Mood { Glad, NotSoGlad }

    private static Task<WebFixture> Shop() => WebFixture.Start(app =>
    {
        app.MapGet("/mood", (Choice<Mood>? of = null) => $"{of?.Value}");
        app.MapShopOpenApi();
    }, services => services.AddShopOpenApi());

    [Theory]
    [InlineData("", "")]
    [InlineData("?of=glad", "Glad")]
    [InlineData("?of=not_so_glad", "NotSoGlad")]
    public async Task A_choice_is_parsed_from_snake_case(string query, string read)
    {
        await using var shop = await Shop();
        Assert.Equal(read, await shop.Http.GetStringAsync("/mood" + query, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Glad")]
    [InlineData("notSoGlad")]
    [InlineData("0")]
    [InlineData("glad,not_so_glad")]
    public async Task No_other_spelling_is_accepted(string of)
    {
        await using var shop = await Shop();
        Assert.Equal([("of", "invalid_parameter")], (await shop.Get($"/mood?of={of}").Problem(400, "invalid_parameter")).Errors());
    }

    [Fact]
    public async Task The_API_description_lists_the_choices()
    {
        await using var shop = await Shop();
        using var document = JsonDocument.Parse(await shop.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        var mood = document.RootElement.GetProperty("paths").GetProperty("/mood").GetProperty("get");
        var names = mood.GetProperty("parameters")[0].GetProperty("schema").GetProperty("enum").EnumerateArray()
            .Select(name => name.GetString());
        Assert.Equal(["glad", "not_so_glad"], names);
        Assert.Contains(
            "`invalid_parameter`", mood.GetProperty("responses").GetProperty("400").GetProperty("description")
            .GetString(), StringComparison.Ordinal);
    }
}
