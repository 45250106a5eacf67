using System.CommandLine;
using Shop.Host.Commands;

var parsed = HostCommands.Create().Parse(args);
if (UnknownWords.Complaint(parsed) is { } complaint)
{
    Console.Error.WriteLine(complaint);
    return 2;
}
// Longer than the host takes to stop: after this time the process ends in the middle of its work.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(25) });
