namespace Shop.EndToEnd.Tests.Documentation;

/// <summary>The pages of docs/reference that are generated, with the command that people use.</summary>
public sealed class ReferencePagesTests
{
    [Fact]
    public async Task The_reference_pages_match_the_code()
    {
        var (code, output, errors) = await ShopCommand.Tools("docs", "check");

        Assert.True(code == 0, output + errors);        // says which line differs, and which command rewrites it
    }
}
