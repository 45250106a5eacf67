using Microsoft.AspNetCore.Builder;

namespace Shop.Web.Tests;

public sealed class ChoiceTests
{
    public enum Mood { Glad, NotSoGlad }

    private static Task<TestShop> Shop() => TestShop.Start(app => app.MapGet("/mood", (Choice<Mood>? of = null) => $"{of?.Value}"));

    [Theory]
    [InlineData("", "")]
    [InlineData("?of=glad", "Glad")]
    [InlineData("?of=not_so_glad", "NotSoGlad")]
    public async Task A_choice_is_read_by_its_name_in_snake_case(string query, string read)
    {
        await using var shop = await Shop();
        Assert.Equal(read, await shop.Http.GetStringAsync("/mood" + query, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Glad")]
    [InlineData("notSoGlad")]
    [InlineData("0")]
    [InlineData("glad,not_so_glad")]
    public async Task Nothing_else_is_guessed(string of)
    {
        await using var shop = await Shop();
        Assert.Equal([("of", "invalid_parameter")], (await shop.Get($"/mood?of={of}").Problem(400, "invalid_parameter")).Errors());
    }
}
