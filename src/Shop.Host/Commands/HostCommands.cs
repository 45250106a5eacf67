using System.CommandLine;

namespace Shop.Host.Commands;

/// <summary>
/// The shop's own command line. Without a command the shop runs; options that are no command's go to the configuration:
/// <c>--Storage:Path=…</c>.
/// </summary>
internal static class HostCommands
{
    public static RootCommand Create()
    {
        var shop = new RootCommand("A shop whose modules talk only through events.") { MigrateCommand.Create(), DescribeCommand.Create() };
        RunCommand.MakeDefaultOf(shop);
        return shop;
    }
}
