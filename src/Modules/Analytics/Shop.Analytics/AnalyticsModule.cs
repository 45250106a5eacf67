using Microsoft.Extensions.DependencyInjection;
using Shop.Web;

namespace Shop.Analytics;

/// <summary>
/// Aggregates the other modules' events into reports on orders, revenue and durations. Nothing in the shop depends on it.
/// </summary>
public sealed class AnalyticsModule : IModule
{
    /// <inheritdoc/>
    public string Name => "analytics";

    /// <inheritdoc/>
    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<AnalyticsDb>();
        foreach (var counted in CountedEvents.All)
            counted.Declare(module);
        module.UseReconciliation<ReconcileFacts>();

        module.Services.AddScoped<FactsOfBatch>().AddScoped<RebuildFacts>();
        module.Services.AddProblemCodes(typeof(AnalyticsProblems));

        module.Endpoints(OrdersReport.Map);
        module.Endpoints(RevenueReport.Map);
        module.Endpoints(FunnelReport.Map);
        module.Endpoints(RatesReport.Map);
        module.Endpoints(ProductsReport.Map);
        module.Endpoints(CountriesReport.Map);
        module.Endpoints(TimesReport.Map);
        module.Endpoints(RebuildEndpoint.Map);
    }
}
