using System.Diagnostics;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>
/// The commands of the shop: those of the operators' command line and of the tools, run in this process or in one of their own, as a person
/// runs them in the checkout.
/// </summary>
internal static class ShopCommand
{
    /// <summary>Credentials of emulators, which accept any.</summary>
    public static readonly IReadOnlyDictionary<string, string?> EmulatorKeys = new Dictionary<string, string?>
    {
        ["AWS_ACCESS_KEY_ID"] = "emulator", ["AWS_SECRET_ACCESS_KEY"] = "emulator", ["AWS_REGION"] = "eu-west-1", ["AWS_EC2_METADATA_DISABLED"] = "true",
    };

    static ShopCommand()
    {
        // A person runs them in the checkout's root.
        Environment.CurrentDirectory = Repository.Root;
        foreach (var (name, value) in EmulatorKeys)
            Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary><c>shop …</c>, in this process.</summary>
    public static Task<(int Code, string Output, string Errors)> Cli(params string[] args) => InProcess(Shop.Cli.ShopCli.Run, args);

    /// <summary>A command of the shop itself that ends, in this process.</summary>
    public static Task<(int Code, string Output, string Errors)> Host(params string[] args) => InProcess(Shop.Host.Commands.HostCommands.Run, args);

    /// <summary>A command of the tools, in this process.</summary>
    public static Task<(int Code, string Output, string Errors)> Tools(params string[] args) => InProcess(Shop.Tools.ShopTools.Run, args);

    /// <summary>Runs a program to its end: <c>Shop.Host</c>, <c>Shop.Cli</c> or <c>Shop.Tools</c>.</summary>
    public static Task<(int Code, string Output, string Errors)> Run(string program, params string[] args) =>
        Run(program, new Dictionary<string, string?>(), args);

    /// <summary>The same, with environment variables.</summary>
    public static async Task<(int Code, string Output, string Errors)> Run(string program, IReadOnlyDictionary<string, string?> environment, params string[] args)
    {
        using var process = Start(program, environment, args);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Starts a program that runs until it is killed.</summary>
    public static Process Start(string program, params string[] args) => Start(program, new Dictionary<string, string?>(), args);

    private static async Task<(int Code, string Output, string Errors)> InProcess(Func<string[], TextWriter, TextWriter, Task<int>> run, string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await run(args, output, errors);
        return (code, output.ToString(), errors.ToString());
    }

    private static Process Start(string program, IReadOnlyDictionary<string, string?> environment, string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program + ".dll"), .. args])
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
