using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Shop.Cli;

/// <summary><c>shop</c>: the operator's commands.</summary>
internal static class ShopCli
{
    /// <summary>Runs one command.</summary>
    /// <param name="args">What was typed.</param>
    /// <param name="output">Where results go; null for the console.</param>
    /// <param name="errors">Where errors go; null for the console.</param>
    /// <returns>The exit code: 0, or 1 when something was rejected, unreachable or left unfinished.</returns>
    public static async Task<int> Run(string[] args, TextWriter? output = null, TextWriter? errors = null)
    {
        var configuration = new InvocationConfiguration();
        if (output is not null) configuration.Output = output;
        if (errors is not null) configuration.Error = errors;
        var parsed = Create().Parse(args);
        if (parsed.Action is not ParseErrorAction error || parsed.CommandResult.Command.Subcommands.Count > 0)
            return await parsed.InvokeAsync(configuration);
        // The options of one command are many: the error alone, and where they are listed.
        error.ShowHelp = false;
        var code = await parsed.InvokeAsync(configuration);
        await configuration.Error.WriteLineAsync($"shop {CommandLine(parsed.CommandResult)} --help lists what it takes.");
        return code;
    }

    private static string CommandLine(CommandResult result) =>
        result.Parent is CommandResult { Parent: not null } parent ? $"{CommandLine(parent)} {result.Command.Name}" : result.Command.Name;

    /// <summary>All commands.</summary>
    public static RootCommand Create()
    {
        var shop = new RootCommand("Operates a running shop over its /ops API.")
        {
            DlqCommand.Create(), EventsCommand.Create(), OperationsCommand.Create(), ReplayCommand.Create(), ReconcileCommand.Create(),
            AuditLogCommand.Create(), OrdersCommand.Create(), AnalyticsCommand.Create(), SeedCommand.Create(),
        };
        ShopConnection.AddOptions(shop);
        RejectOptionsAsValues(shop);
        return shop;
    }

    /// <summary>The parser takes a misspelt option for the value of the option before it: a replay would get it as its name.</summary>
    private static void RejectOptionsAsValues(Command command)
    {
        foreach (var option in command.Options)
            option.Validators.Add(given =>
            {
                if (given.Tokens.FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal)) is { } token)
                    given.AddError($"{option.Name} needs a value, and '{token.Value}' is not one. Is it a misspelt option?");
            });
        foreach (var subcommand in command.Subcommands)
            RejectOptionsAsValues(subcommand);
    }
}
