using Scalar.AspNetCore;
using Shop.EventBridge;
using Shop.Host.Alerts;
using Shop.Host.Api;
using Shop.Host.Ops;
using Shop.Host.Schemas;
using Shop.InMemoryTransport;
using Shop.Web;

namespace Shop.Host.Hosting;

/// <summary>Composes the shop: modules, bus, API, jobs, health.</summary>
internal static class ShopApp
{
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>Builds the app; opens nothing yet.</summary>
    /// <param name="settings">Command-line settings: <c>--urls</c>, <c>--Storage:Path</c>, any key of the configuration.</param>
    /// <param name="hosted">The modules to host; null for all.</param>
    /// <param name="services">Registers services that a test gives instead of the shop's own.</param>
    public static WebApplication Build(string[] settings, IReadOnlyCollection<string>? hosted = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateBuilder(settings);
        services?.Invoke(builder.Services);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && string.IsNullOrEmpty(builder.Configuration["http_ports"]))
            builder.WebHost.UseUrls(DefaultUrl);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.Services
            .AddSingleton<IOutage, StoreOutages>().AddShopWeb().AddShopOpenApi(ApiTexts.Supplement)
            .AddShopCors(builder.Configuration, builder.Environment.IsDevelopment())
            .AddRateLimits(builder.Configuration)
            .AddModules(builder.Configuration, ShopModules.All, hosted).AddInMemoryTransport()
            .AddEventBridgeTransport(builder.Configuration)
            .AddTelemetry(builder.Configuration).AddSeeds().AddRecurringJobs(builder.Configuration).AddShopHealth()
            .AddAlerts(builder.Configuration, builder.Environment).AddProblemCodes(typeof(OpsProblems))
            .AddProblemCodes(typeof(SchemaProblems));

        var app = builder.Build();
        app.RefuseSettingsOfUnknownJobs();
        app.UseShopWeb();
        app.UseShopCors();
        app.UseRateLimits();
        app.UseOperatorGate();
        var endpoints = app.MapGroup("").TrackRequests();
        foreach (var map in app.Services.GetRequiredService<ModuleDirectory>().Hosted.SelectMany(module => module.Endpoints))
            map(endpoints);
        app.MapSchemas();
        app.MapOps();
        app.MapShopOpenApi();
        app.MapScalarApiReference("/scalar", scalar => scalar.WithTitle("Shop").DisableDefaultFonts());
        app.MapShopHealth();
        app.MapRecurringJobsPage();
        app.MapGet("/", () => Results.Redirect("/scalar")).ExcludeFromDescription();
        return app;
    }
}
