using System.CommandLine;
using Shop.Host.Commands;
using Shop.Host.Commands.Operations;

// Without a command the shop runs; options that are not of the command line go to the configuration: --Storage:Path=…
var shop = new RootCommand("A shop whose modules talk only through events.")
{
    MigrateCommand.Create(), SeedCommand.Create(), DescribeCommand.Create(), PatternsCommand.Create(),
    SchemasCommand.Create(), SchemasCommand.CreateAsyncApi(), OpenApiCommand.Create(),
    DlqCommand.Create(), ReplayCommand.Create(), EventsCommand.Create(), OperationsCommand.Create(), ReconcileCommand.Create(), OrdersCommand.Create(),
    InfraCommand.Create(), ExtractCommand.Create(),
    AnalyticsCommand.Create(),
};
RunCommand.MakeDefaultOf(shop);
var parsed = shop.Parse(args);
if (UnknownWords.Complaint(parsed) is { } complaint)
{
    Console.Error.WriteLine(complaint);
    return 2;
}
// Longer than the host takes to stop: when this time is over, the process ends in the middle of what it was finishing.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(25) });
