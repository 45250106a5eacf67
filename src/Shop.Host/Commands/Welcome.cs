using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Shop.Host.Commands;

/// <summary>Reports that the shop is open: to a developer what to open and what to try, elsewhere a log entry.</summary>
internal static class Welcome
{
    private static readonly string[] AnyAddress = ["+", "*", "[::]", "0.0.0.0"];

    /// <summary>In Development writes to the console; in other environments the console belongs to the log.</summary>
    public static void Report(WebApplication app, TextWriter console)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var modules = app.Services.GetRequiredService<ModuleDirectory>();
        var hosted = modules.Hosted.Select(module => module.Name).ToList();
        if (app.Environment.IsDevelopment())
            console.WriteLine(Text(addresses.First(), hosted, modules.RemoteModules, Data(app)));
        else
            app.Logger.LogInformation(
                "The shop is open at {Addresses} with {Modules}", string.Join(", ", addresses), string.Join(", ", hosted));
    }

    /// <summary>At most eight lines: with what the tools print before, a first start fits on ten.</summary>
    internal static string Text(string address, IReadOnlyCollection<string> hosted, IReadOnlyCollection<string> remote, string data)
    {
        var url = AnyAddress.Aggregate(address, (url, any) => url.Replace($"//{any}:", "//localhost:", StringComparison.Ordinal));
        List<string> lines = [$"The shop is open at {url} (Ctrl+C stops it)", $"  Try the API        {url}/scalar"];
        if (hosted.Contains("catalog"))
            lines.Add($"  See the products   {url}/v1/products");
        lines.Add($"  Check its health   {url}/health/ready");
        lines.Add($"  Its data           {data}");
        if (remote.Count > 0)
            lines.Add($"  Not hosted here    {string.Join(", ", remote)}");
        if (hosted.Contains("orders"))
        {
            lines.Add("Place an order, then open the Location of the answer, and /timeline below it:");
            lines.Add($"  curl -i {url}/v1/orders -H 'Idempotency-Key: my-first-order' -H 'Content-Type: application/json' -d @requests/order.json");
        }
        return string.Join(Environment.NewLine, lines);
    }

    private static string Data(WebApplication app)
    {
        var databases = app.Services.GetRequiredService<ModuleDatabases>().All;
        var places = databases.Where(database => database.Kind == StoreKind.Postgres)
            .Select(database => $"PostgreSQL at {database.Location}").Distinct().ToList();
        if (databases.Any(database => database.Kind == StoreKind.Sqlite))
            places.Add($"{StorageSettings.PathOf(app.Configuration)} (delete the folder to begin again)");
        return string.Join(", ", places);
    }
}
