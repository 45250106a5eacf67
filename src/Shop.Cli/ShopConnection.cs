using System.CommandLine;
using System.CommandLine.Parsing;
using Shop.OpsClient;

namespace Shop.Cli;

/// <summary>Which shop a command talks to, and as whom.</summary>
internal static class ShopConnection
{
    private static readonly Option<Uri> Url = new("--url")
    {
        Description = "The shop's address.",
        Recursive = true,
        DefaultValueFactory = _ => new Uri(ShopApiClient.DefaultAddress),
        CustomParser = ParseAddress,
    };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = "The shop's operator key (Ops:Key); otherwise the environment variable SHOP_OPS_KEY.",
        Recursive = true,
    };

    private static readonly Option<string?> Operator = new("--as")
    {
        Description = "Your name: the audit log records your changes under it. Otherwise your user name on this machine.",
        Recursive = true,
    };

    /// <summary>Adds the options to all commands.</summary>
    public static void AddOptions(RootCommand shop)
    {
        shop.Options.Add(Url);
        shop.Options.Add(Key);
        shop.Options.Add(Operator);
    }

    /// <summary>A command that talks to the shop; when the shop rejects the request, its own sentence is the error.</summary>
    public static Command Command(string name, string description, IEnumerable<Symbol> symbols,
        Func<ParseResult, ShopApiClient, Terminal, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Option option) command.Options.Add(option);
            else command.Arguments.Add((Argument)symbol);
        }
        command.SetAction((parsed, ct) => Run(parsed, run, ct));
        return command;
    }

    // Not defaults of the options: --help would show them, and the key is a secret.
    private static string? KeyOf(ParseResult parsed) => parsed.GetValue(Key) ?? Environment.GetEnvironmentVariable("SHOP_OPS_KEY");

    private static string OperatorOf(ParseResult parsed) =>
        parsed.GetValue(Operator) ?? (Environment.UserName is { Length: > 0 } user ? user : "operator");

    private static async Task<int> Run(
        ParseResult parsed, Func<ParseResult, ShopApiClient, Terminal, CancellationToken, Task<int>> run, CancellationToken ct)
    {
        var terminal = new Terminal(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var url = parsed.GetRequiredValue(Url);
        using var shop = ShopApiClient.Connect(url, KeyOf(parsed), OperatorOf(parsed));
        try
        {
            return await run(parsed, shop, terminal, ct);
        }
        catch (ShopApiException e)
        {
            return terminal.Fail(e.Message);
        }
        catch (HttpRequestException e)
        {
            return terminal.Fail($"No shop answers at {url} ({e.Message}). Start it, or name its address with --url.");
        }
    }

    private static Uri? ParseAddress(ArgumentResult given)
    {
        if (Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https"))
            return url;
        given.AddError($"--url is an address such as {ShopApiClient.DefaultAddress}, not \"{given.Tokens[0].Value}\".");
        return null;
    }
}
