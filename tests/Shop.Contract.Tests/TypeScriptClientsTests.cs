using Shop.EndToEnd.Tests;
using Shop.Testing;

namespace Shop.Contract.Tests;

/// <summary>TypeScript clients that others generate from the committed description compile, and one of them shops.</summary>
public sealed class TypeScriptClientsTests(NodePackages packages)
{
    [Fact]
    public async Task Generated_clients_compile_and_one_goes_from_search_to_return()
    {
        using var folder = await packages.Folder();
        await Task.WhenAll(
            folder.Succeed("openapi-typescript", "openapi.json", "--output", "openapi-typescript/schema.ts"),
            folder.Succeed("openapi-ts", "--input", "openapi.json", "--output", "hey-api", "--client", "@hey-api/client-fetch", "--no-log-file"),
            folder.Succeed("orval", "--config", "orval.config.cjs"));
        // The clients are TypeScript for a bundler; node runs the same as CommonJS.
        await File.WriteAllTextAsync(Path.Combine(folder.At, "package.json"), """{ "type": "commonjs" }""", TestContext.Current.CancellationToken);
        await folder.Succeed("tsc", "--project", ".");

        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, Repository.Modules);
        await using var shop = await HostedShop.Start(database, QuickShopFixture.Settings);
        await folder.Node("built/shop.js", shop.Url.ToString().TrimEnd('/'));
    }
}
