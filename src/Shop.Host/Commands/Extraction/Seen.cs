using System.Data.Common;
using System.Text.Json;
using Shop.Host.Commands.Operations;

namespace Shop.Host.Commands.Extraction;

/// <summary>What is known of a module's traffic and backlog.</summary>
/// <param name="From">Where it was asked, or why it is not known.</param>
/// <param name="Traffic">What all modules said in the last day; null when it is not known.</param>
/// <param name="Backlog">What the module has still to do; null when it is not known.</param>
internal sealed record ModuleState(string From, IReadOnlyList<EventCount>? Traffic, Backlog? Backlog);

/// <summary>Asks the shop that runs, or else the databases that are configured.</summary>
internal sealed class Seen(Uri url, string? key)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan Period = TimeSpan.FromDays(1);

    public async Task<ModuleState> Of(WebApplication app, ModuleDeclaration module, CancellationToken ct)
    {
        using var shop = OpsClient.Of(url, key, "extract-plan");
        try
        {
            var since = Uri.EscapeDataString(DateTime.UtcNow.Subtract(Period).ToString("O"));
            var traffic = (await shop.Get($"/ops/events/counts?since={since}", ct)).Deserialize<List<EventCount>>(Web);
            var backlog = (await shop.Get("/health/ready", ct)).GetProperty("modules").GetProperty(module.Name).Deserialize<Backlog>(Web);
            return new ModuleState($"the shop at {url}", traffic, backlog);
        }
        catch (HttpRequestException)
        {
            return await OfDatabases(app, module, ct);
        }
        catch (Operations.ShopApiException e)
        {
            return new ModuleState($"The shop at {url} does not tell: {e.Message}", null, null);
        }
        catch (Exception e) when (e is KeyNotFoundException or JsonException)
        {
            return new ModuleState($"The shop at {url} does not host {module.Name}: name the one that does by --url.", null, null);
        }
    }

    private static async Task<ModuleState> OfDatabases(WebApplication app, ModuleDeclaration module, CancellationToken ct)
    {
        try
        {
            var traffic = await app.Services.GetRequiredService<EventSearch>().Count(new EventFilter { Since = DateTime.UtcNow - Period }, ct);
            var store = app.Services.GetRequiredService<Modules>()[module.Name].Store;
            return new ModuleState($"the databases, since no shop answers ({store.Location})", traffic, await store.Backlog(ct));
        }
        catch (DbException e)
        {
            return new ModuleState($"No shop answers and the databases cannot be read ({e.Message}): name a shop by --url.", null, null);
        }
    }
}
