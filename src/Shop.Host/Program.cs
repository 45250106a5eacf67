using System.CommandLine;
using Shop.Host.Commands;

// Without a command the shop runs; options that are no command's go to the configuration: --Storage:Path=…
var shop = new RootCommand("A shop whose modules talk only through events.") { MigrateCommand.Create(), DescribeCommand.Create() };
RunCommand.MakeDefaultOf(shop);
var parsed = shop.Parse(args);
if (UnknownWords.Complaint(parsed) is { } complaint)
{
    Console.Error.WriteLine(complaint);
    return 2;
}
// Longer than the host takes to stop: after this time the process ends in the middle of its work.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(25) });
