using System.CommandLine;
using Shop.Host.Hosting;

namespace Shop.Host.Commands;

/// <summary>Without a command: migrates, seeds, listens, and reports that it is open.</summary>
internal static class RunCommand
{
    private static readonly Option<string[]> Modules = new("--modules")
    {
        Description = "Hosts only these modules, separated by commas.",
        CustomParser = given => given.Tokens.SelectMany(
            token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray(),
    };

    public static void MakeDefaultOf(RootCommand shop)
    {
        shop.Options.Add(Modules);
        shop.TreatUnmatchedTokensAsErrors = false;
        shop.SetAction((parsed, ct) =>
            Run(parsed, parsed.GetResult(Modules) is null ? null : parsed.GetValue(Modules), ct));
    }

    private static Task<int> Run(ParseResult parsed, string[]? modules, CancellationToken ct) =>
        Started.With(parsed.InvocationConfiguration.Error, () => ShopApp.Build([.. parsed.UnmatchedTokens], modules), async app =>
        {
            if (!await Open(app, ct))
                return 0;
            Welcome.Report(app, parsed.InvocationConfiguration.Output);
            await app.WaitForShutdownAsync(ct);
            return 0;
        });

    /// <returns>False when the process was stopped meanwhile: what failed then is no failure.</returns>
    private static async Task<bool> Open(WebApplication app, CancellationToken ct)
    {
        try
        {
            await Databases.Migrate(app, ct);
            await Databases.Start(app, ct);
            return true;
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
