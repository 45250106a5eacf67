namespace Shop.EndToEnd.Tests;

/// <summary>A word that nothing knows is refused before anything is done.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("replay has no option --since. It has ", "replay", "--since", "2026-01-01")]
    [InlineData("dlq redrive has no option --dryrun. It has --all, ", "dlq", "redrive", "--all", "--dryrun")]
    [InlineData("There is no command \"dlq lst\". There are: list, show, redrive, discard.", "dlq", "lst")]
    [InlineData("There is no command \"serve\". There are: ", "serve", "--urls", "http://127.0.0.1:0")]
    [InlineData("The shop has no option --storage. It has --modules. Settings have the form", "--storage", "/tmp")]
    [InlineData("migrate has no option --modules. ", "migrate", "--modules", "orders")]
    [InlineData("seed has no option --order. ", "seed", "--order", "500")]
    [InlineData("audit does not take \"now\". ", "audit", "now")]
    [InlineData("describe has no option --Storage:Path. ", "describe", "--Storage:Path=x")]
    [InlineData("dlq show has no option --last. ", "dlq", "show", "--last")]
    [InlineData("replay has no option --rerun-please. ", "replay", "--name", "--again-please")]
    [InlineData("--urls needs a value: --urls=….", "--urls")]
    public async Task Unknown_options_and_commands_are_named_with_what_there_is(string published, params string[] typed)
    {
        var (code, output, errors) = await ShopCommand.Run(typed);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(published, errors, StringComparison.Ordinal);
    }
}
