using System.CommandLine;

namespace Shop.Host.Commands;

/// <summary>
/// The shop's own command line. Without a command the shop runs; options that are no command's go to the configuration:
/// <c>--Storage:Path=…</c>.
/// </summary>
internal static class HostCommands
{
    // Longer than the host takes to stop: after this time the process ends in the middle of its work.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(25);

    /// <summary>Runs one command.</summary>
    /// <param name="args">What was typed.</param>
    /// <param name="output">Where results go; null for the console.</param>
    /// <param name="errors">Where errors go; null for the console.</param>
    /// <returns>The exit code: 0; 1 when the shop cannot start; 2 when a word is unknown.</returns>
    public static async Task<int> Run(string[] args, TextWriter? output = null, TextWriter? errors = null)
    {
        var configuration = new InvocationConfiguration { ProcessTerminationTimeout = TerminationTimeout };
        if (output is not null) configuration.Output = output;
        if (errors is not null) configuration.Error = errors;
        var parsed = Create().Parse(args);
        if (UnknownWords.Complaint(parsed) is not { } complaint)
            return await parsed.InvokeAsync(configuration);
        await configuration.Error.WriteLineAsync(complaint);
        return 2;
    }

    /// <summary>All commands.</summary>
    public static RootCommand Create()
    {
        var shop = new RootCommand("A shop whose modules talk only through events.") { MigrateCommand.Create(), DescribeCommand.Create() };
        RunCommand.MakeDefaultOf(shop);
        return shop;
    }
}
