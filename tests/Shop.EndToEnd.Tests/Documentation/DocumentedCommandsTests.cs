namespace Shop.EndToEnd.Tests.Documentation;

/// <summary>
/// Every shell block of README, tutorial, concepts and guides works against a running shop and prints what the page shows. A block that
/// cannot be run has a comment above it that says why: <c>&lt;!-- not run: needs Docker --&gt;</c>.
/// </summary>
public sealed class DocumentedCommandsTests(DocumentedShopFixture shop) : IClassFixture<DocumentedShopFixture>
{
    private const string Separator = "=== block ";

    public static TheoryData<string> EachPage => [.. DocumentedPage.All.Select(page => page.Path)];

    [Theory, MemberData(nameof(EachPage))]
    public async Task The_commands_of_a_page_print_what_it_shows(string path)
    {
        var page = DocumentedPage.All.Single(page => page.Path == path);
        // One shell for the whole page: a block uses the variables of those above it.
        var commands = page.Blocks.Select(block => $"echo '{Separator}{block.Line}'\n{block.Commands}\n");
        var (code, output, errors) = await shop.Run(string.Concat(commands));

        var ran = output.Split(Separator, StringSplitOptions.RemoveEmptyEntries);
        Assert.True(code == 0, $"{path}, line {ran.LastOrDefault()?.Split('\n')[0]}: the commands end with {code}.\n{errors}{output}");
        foreach (var (block, printed) in page.Blocks.Zip(ran))
        {
            var text = printed[(printed.IndexOf('\n', StringComparison.Ordinal) + 1)..];       // what follows the separator's line
            Assert.True(
                block.Output is null || DocumentedOutput.Matches(block.Output, text),
                $"{path}, line {block.Line}: the commands print something else.\nDocumented:\n{block.Output}\nPrinted:\n{text}");
        }
    }

    [Theory]
    [InlineData("a\nb", "a\nb\n", true)]
    [InlineData("a\nb", "a\nc\n", false)]
    [InlineData("a", "a\nb\n", false)]
    [InlineData("a\nb", "a\n", false)]
    [InlineData("12 of 12 done", "3 of 3 done", true)]
    [InlineData("12 done", "none done", false)]
    [InlineData("ORD-01M8PKAT7TEDQV5CAGWYQM2TNV is pending.", "ORD-01M8PK94EFEA3SYQZ0H4SQME2Y is pending.", true)]
    [InlineData("2026-11-30 16:06:44\tpayments", "2027-01-01 00:00:00\tpayments", true)]
    [InlineData("first\n…\nlast", "first\none\ntwo\nlast\n", true)]
    [InlineData("first\n…\nlast", "first\nlast\n", true)]
    [InlineData("first\n…", "second\n", false)]
    [InlineData("state: …", "state: anything", true)]
    public void Output_equals_what_is_documented_but_for_ids_times_and_numbers(string documented, string output, bool matches) =>
        Assert.Equal(matches, DocumentedOutput.Matches(documented, output));
}
