using System.CommandLine;
using Shop.Host.Hosting;

namespace Shop.Host.Commands;

/// <summary><c>migrate</c>: brings every module's database up to date, and does nothing else.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Brings every module's database up to date.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, ct) => Started.With(parsed.InvocationConfiguration.Error, () => ShopApp.Build([.. parsed.UnmatchedTokens]), async app =>
        {
            var (applied, output) = (await Databases.Migrate(app, ct), parsed.InvocationConfiguration.Output);
            foreach (var script in applied)
                output.WriteLine($"{script.Module}: {script.Series}/{script.Number:0000}_{script.Name}");
            output.WriteLine(applied.Count == 0 ? "Everything is up to date." : $"{applied.Count} scripts applied.");
            return 0;
        }));
        return command;
    }
}
