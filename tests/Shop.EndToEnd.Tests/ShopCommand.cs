using System.Diagnostics;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>The shop's command line, run as a person runs it in the checkout.</summary>
internal static class ShopCommand
{
    public static Task<(int Code, string Output, string Errors)> Run(params string[] args) => Run(new Dictionary<string, string?>(), args);

    /// <summary>With variables of the environment.</summary>
    public static async Task<(int Code, string Output, string Errors)> Run(IReadOnlyDictionary<string, string?> environment, params string[] args)
    {
        using var process = Start(environment, args);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>One that goes on until it is killed.</summary>
    public static Process Start(params string[] args) => Start(new Dictionary<string, string?>(), args);

    private static Process Start(IReadOnlyDictionary<string, string?> environment, string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Shop.Host.dll"), .. args])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
