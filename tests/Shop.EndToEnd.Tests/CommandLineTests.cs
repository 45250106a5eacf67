namespace Shop.EndToEnd.Tests;

/// <summary>An unknown option or command is rejected before anything is done.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("There is no command \"serve\". There are: migrate, describe.", "serve", "--urls", "http://127.0.0.1:0")]
    [InlineData("The shop has no option --storage. It has --modules. Settings have the form", "--storage", "/tmp")]
    [InlineData("migrate has no option --modules. ", "migrate", "--modules", "orders")]
    [InlineData("describe has no option --Storage:Path. ", "describe", "--Storage:Path=x")]
    [InlineData("--urls needs a value: --urls=….", "--urls")]
    public async Task The_host_names_an_unknown_word_and_what_there_is(string expected, params string[] typed)
    {
        var (code, output, errors) = await ShopCommand.Host(typed);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(expected, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schemas check has no option --agains. It has --against.", "schemas", "check", "--agains", ".")]
    [InlineData("There is no command \"infra aply\". There are: terraform, apply, drift, iam.", "infra", "aply")]
    [InlineData("infra iam does not take \"now\". ", "infra", "iam", "payments", "now")]
    public async Task The_tools_name_an_unknown_word_and_what_there_is(string expected, params string[] typed)
    {
        var (code, output, errors) = await ShopCommand.Tools(typed);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(expected, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'--since'", "replay", "--since", "2026-01-01")]
    [InlineData("'--dryrun'", "dlq", "redrive", "--all", "--dryrun")]
    [InlineData("'lst'", "dlq", "lst")]
    [InlineData("'--order'", "seed", "--order", "500")]
    [InlineData("'now'", "reconcile", "now")]
    [InlineData("'--last'", "dlq", "show", "--last")]
    [InlineData("--name needs a value, and '--rerun-please' is not one.", "replay", "--name", "--rerun-please")]
    [InlineData("--rate is a number a second, such as 20 or 20/s, not \"fast\".", "replay", "--rate", "fast")]
    [InlineData("--url is an address such as http://localhost:5080, not \"here\".", "dlq", "list", "--url", "here")]
    public async Task The_operators_command_line_names_an_unknown_word(string expected, params string[] typed)
    {
        var (code, _, errors) = await ShopCommand.Cli(typed);

        Assert.Equal(1, code);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }
}
