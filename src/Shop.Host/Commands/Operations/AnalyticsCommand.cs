using System.CommandLine;

namespace Shop.Host.Commands.Operations;

/// <summary><c>shop analytics rebuild</c>: makes the figures anew from the archived events.</summary>
internal static class AnalyticsCommand
{
    public static Command Create() => new("analytics", "The shop's figures.")
    {
        OpsClient.Talking(new Command("rebuild", "Make the figures anew from the archived events; reports show what was until all of it is in place."), async (_, shop, ct) =>
        {
            var rebuilt = await shop.Post("/ops/analytics/rebuild", ct);
            Console.WriteLine($"The figures are made anew from {rebuilt.Field("events")} events.");
            return 0;
        }),
    };
}
