using System.CommandLine;
using System.CommandLine.Parsing;
using Shop.Host.Commands;
using Shop.Host.Hosting;

namespace Shop.Tools;

/// <summary>
/// The commands that need a checkout: schemas, documents of the API and the events, patterns, infrastructure, extraction.
/// </summary>
internal static class ShopTools
{
    /// <summary>Exit code when a command cannot do its work: no checkout, no such name, no answer.</summary>
    public const int Failed = 2;

    /// <summary>Runs one command.</summary>
    /// <param name="args">What was typed.</param>
    /// <param name="output">Where results go; null for the console.</param>
    /// <param name="errors">Where errors go; null for the console.</param>
    /// <returns>The exit code: 0; 1 when a check fails; 2 when a command cannot do its work.</returns>
    public static async Task<int> Run(string[] args, TextWriter? output = null, TextWriter? errors = null)
    {
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        if (output is not null) configuration.Output = output;
        if (errors is not null) configuration.Error = errors;
        var parsed = Create().Parse(args);
        if (UnknownWords.Complaint(parsed) is { } complaint)
            return await Fail(configuration, complaint);
        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (Exception e) when (
            e is StartException or ArgumentException or IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            return await Fail(configuration, e.Message);
        }
    }

    /// <summary>All commands.</summary>
    public static RootCommand Create() => new("Commands for a checkout of the shop.")
    {
        SchemasCommand.Create(), AsyncApiCommand.Create(), OpenApiCommand.Create(), DocsCommand.Create(), PatternsCommand.Create(),
        InfraCommand.Create(), ExtractCommand.Create(),
    };

    /// <summary>An absolute http or https address, or an error.</summary>
    public static Uri? ParseAddress(ArgumentResult given)
    {
        if (Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https"))
            return url;
        var option = (given.Parent as OptionResult)?.Option.Name;
        given.AddError($"{option} is an address such as http://127.0.0.1:5000, not \"{given.Tokens[0].Value}\".");
        return null;
    }

    private static async Task<int> Fail(InvocationConfiguration configuration, string message)
    {
        await configuration.Error.WriteLineAsync(message);
        return Failed;
    }
}
