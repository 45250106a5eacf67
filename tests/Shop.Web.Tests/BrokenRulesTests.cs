using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Web.Tests;

public sealed class BrokenRulesTests
{
    private static readonly ProblemCode Unsellable = new("unsellable", 422, "It cannot be sold", "One of the products is not for sale.");

    public sealed record Quantities(IReadOnlyList<int> Items);

    private static Results<Ok, Problem> Check(Quantities request)
    {
        var broken = new BrokenRules();
        for (var i = 0; i < request.Items.Count; i++)
            broken.Unless(request.Items[i] is >= 1 and <= 999, $"/items/{i}", "quantity_out_of_range", "A quantity is 1 to 999.");
        if (broken.Any)
            return broken.ToProblem();
        return TypedResults.Ok();
    }

    [Fact]
    public async Task All_broken_rules_are_returned_at_once()
    {
        await using var shop = await WebFixture.Start(app => app.MapPost("/check", Check));
        var problem = await shop.Post("/check", """{"items":[0,5,1000,-1]}""").Problem(400, "invalid_request");
        Assert.Equal(["/items/0", "/items/2", "/items/3"], problem.Errors().Select(error => error.Place));
        Assert.StartsWith("3 things", problem.Detail(), StringComparison.Ordinal);
        using var good = await shop.Post("/check", """{"items":[1,999]}""");
        Assert.Equal(200, (int)good.StatusCode);
    }

    [Fact]
    public void A_single_broken_rule_is_the_detail()
    {
        var broken = new BrokenRules();
        broken.Unless(false, "/items/0/productId", "withdrawn", "PRD-1 is no longer sold.");
        var problem = broken.ToProblem(Unsellable);
        Assert.Equal((422, "unsellable", "PRD-1 is no longer sold."), (problem.Status, problem.Code.Code, problem.Detail));
    }
}
