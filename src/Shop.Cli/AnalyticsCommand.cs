using System.CommandLine;

namespace Shop.Cli;

/// <summary><c>shop analytics rebuild</c>: computes the figures again from the archived events.</summary>
internal static class AnalyticsCommand
{
    public static Command Create() => new("analytics", "The shop's figures.")
    {
        ShopConnection.Command("rebuild", "Computes the figures again from the archived events; reports show the old ones until then.", [],
            async (_, shop, terminal, ct) =>
            {
                terminal.Line($"The figures are computed from {(await shop.RebuildAnalytics(ct)).Events} events.");
                return 0;
            }),
    };
}
