using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using Shop.Cli;
using Shop.Host.Commands;

namespace Shop.Tools;

/// <summary>The help of the three programs, as they print it; options that every command has stand once, at the program.</summary>
internal static class CommandLinePage
{
    private const int Width = 140;      // characters a line

    public static string Text() =>
        Program("The shop", "Shop.Host", HostCommands.Create())
        + Program("shop, for operators", "shop", ShopCli.Create())
        + Program("The tools", "Shop.Tools", ShopTools.Create());

    private static string Program(string heading, string name, RootCommand program)
    {
        var help = program.Options.OfType<HelpOption>().Single();
        ((HelpAction)help.Action!).MaxWidth = Width;
        var text = new StringBuilder($"## {heading}\n\n{Block(program, name, [])}");
        foreach (var common in program.Options.Where(option => option.Recursive))
            common.Hidden = true;
        AddCommands(text, program, name, program, []);
        return text.ToString();
    }

    private static void AddCommands(StringBuilder text, RootCommand program, string name, Command above, IReadOnlyList<string> path)
    {
        foreach (var command in above.Subcommands)
        {
            IReadOnlyList<string> words = [.. path, command.Name];
            text.Append($"### {name} {string.Join(' ', words)}\n\n{Block(program, name, words)}");
            AddCommands(text, program, name, command, words);
        }
    }

    private static string Block(RootCommand program, string name, IReadOnlyList<string> words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        program.Parse([.. words, "--help"]).Invoke(new InvocationConfiguration { Output = output });
        // The usage begins with the name of the program that runs, which here is not the one that is described.
        var help = output.ToString().Replace($"Usage:\n  {program.Name}", $"Usage:\n  {name}", StringComparison.Ordinal);
        return $"```text\n{string.Join('\n', help.Trim().Split('\n').Select(line => line.TrimEnd()))}\n```\n\n";
    }
}
