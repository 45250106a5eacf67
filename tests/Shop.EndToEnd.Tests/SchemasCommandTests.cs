using System.Text.Json.Nodes;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>The committed schemas against the code, with the commands that people and the build use.</summary>
public sealed class SchemasCommandTests : IDisposable
{
    private readonly DirectoryInfo _published = Directory.CreateTempSubdirectory("shop-published");

    public void Dispose() => _published.Delete(recursive: true);

    /// <summary>The committed schemas as another checkout, in which a test may change something.</summary>
    private string Published(string path, Action<JsonObject> change)
    {
        var modules = Path.Combine(Repository.Root, "src", "Modules");
        foreach (var file in Directory.GetFiles(modules, "*.json", SearchOption.AllDirectories).Where(file =>
            Path.GetFileName(file) == "reads.json" || Path.GetFileName(Path.GetDirectoryName(file)) == "schemas"))
        {
            var copy = Path.Combine(_published.FullName, Path.GetRelativePath(Repository.Root, file));
            if (File.Exists(copy))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        File.WriteAllText(Path.Combine(_published.FullName, "Shop.sln"), "");
        var changed = Path.Combine(_published.FullName, "src", "Modules", path);
        var json = JsonNode.Parse(File.ReadAllText(changed))!.AsObject();
        change(json);
        File.WriteAllText(changed, json.ToJsonString());
        return _published.FullName;
    }

    private static Action<JsonObject> WithField(string name) =>
        schema => schema["properties"]!["detail"]!["properties"]![name] = JsonNode.Parse("""{"type":"string"}""");

    private static Action<JsonObject> ReadToo(string name) => reads => reads["Order Created 1.0"]!.AsArray().Add(name);

    [Fact]
    public async Task The_committed_schemas_match_the_code()
    {
        var (code, output, errors) = await ShopCommand.Tools("schemas", "diff");

        Assert.True(code == 0, output + errors);        // says what differs, and which command rewrites it
    }

    [Fact]
    public async Task No_contract_breaks_a_reader()
    {
        var (code, output, errors) = await ShopCommand.Run("Shop.Tools", "schemas", "check");

        Assert.True(code == 0, output + errors);
    }

    [Fact]
    public async Task A_removed_field_names_the_modules_that_read_it()
    {
        Published("Orders/Shop.Orders.Contracts/schemas/OrderCreated.v1.json", WithField("voucher"));
        Published("Payments/Shop.Payments/reads.json", ReadToo("voucher"));
        var published = Published("Inventory/Shop.Inventory/reads.json", ReadToo("voucher"));

        var (code, _, errors) = await ShopCommand.Tools("schemas", "check", "--against", published);

        Assert.Equal((1, "Order Created 1.0 lost `voucher`, which inventory and payments read: publish 2.0 beside it.\n"), (code, errors));
    }

    [Fact]
    public async Task A_removed_field_that_no_module_reads_breaks_no_module()
    {
        var published = Published("Orders/Shop.Orders.Contracts/schemas/OrderCreated.v1.json", WithField("voucher"));

        var (code, output, _) = await ShopCommand.Tools("schemas", "check", "--against", published);

        Assert.Equal((0, "Order Created 1.0 lost `voucher`, which no module reads.\nNo contract breaks a reader.\n"), (code, output));
    }

    [Fact]
    public async Task A_breaking_change_to_an_event_with_two_versions_needs_a_third()
    {
        Published("Catalog/Shop.Catalog.Contracts/schemas/ProductListed.v1.json", WithField("colour"));
        var published = Published("Inventory/Shop.Inventory/reads.json", reads => reads["Product Listed 1.0"]!.AsArray().Add("colour"));

        var (code, _, errors) = await ShopCommand.Tools("schemas", "check", "--against", published);

        Assert.Equal((1, "Product Listed 1.0 lost `colour`, which inventory reads: publish 3.0 beside it.\n"), (code, errors));
    }

    [Fact]
    public async Task Every_version_is_listed_with_its_subscribers()
    {
        var (code, output, _) = await ShopCommand.Tools("schemas", "list");

        Assert.Equal(0, code);
        Assert.Contains(output.Split('\n'), line => line.StartsWith("Order Created 1.0", StringComparison.Ordinal) && line.EndsWith("handled by orders, inventory, payments, shipping, notifications, analytics", StringComparison.Ordinal));
        Assert.Contains(output.Split('\n'), line => line.StartsWith("Product Listed 2.0", StringComparison.Ordinal) && line.EndsWith("handled by orders", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("schemas/OrderCreated.v1.json", "Order Created")]
    [InlineData("schemas/OrderCreated.v1.openapi.json", "Order Created", "--version", "1.0", "--openapi")]
    [InlineData("schemas/OrderCreated.v1.example.json", "Order Created", "--example")]
    public async Task A_schema_is_shown_as_it_is_committed(string file, params string[] asked)
    {
        var (code, output, _) = await ShopCommand.Tools(["schemas", "show", .. asked]);

        Assert.Equal(0, code);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src/Modules/Orders/Shop.Orders.Contracts", file)), output);
    }

    [Fact]
    public async Task An_unknown_event_and_an_unknown_version_are_reported()
    {
        var nobody = await ShopCommand.Tools("schemas", "show", "Order Lost");
        var never = await ShopCommand.Tools("schemas", "show", "Order Created", "--version", "9.0");

        Assert.Equal((2, 2), (nobody.Code, never.Code));
        Assert.Contains("Order Created", nobody.Errors, StringComparison.Ordinal);
        Assert.Equal("\"Order Created\" has no version 9.0. It has 1.0.\n", never.Errors);
    }

    [Fact]
    public async Task The_AsyncAPI_document_names_publishers_and_subscribers_and_resolves_every_reference()
    {
        var (code, output, _) = await ShopCommand.Tools("asyncapi");
        var document = JsonNode.Parse(output)!;

        Assert.Equal(0, code);
        Assert.Equal("3.0.0", (string?)document["asyncapi"]);
        Assert.Equal("send", (string?)document["operations"]!["orders.publishes.OrderCreated"]!["action"]);
        var receives = document["operations"]!["payments.subscribes.review-large-orders"]!;
        Assert.Equal("receive", (string?)receives["action"]);
        Assert.Equal(1000, (int)receives["x-eventbridge-rule"]!["pattern"]!["detail"]!["totalAmount"]![0]!["numeric"]![1]!);
        Assert.All(ReferencesIn(document), reference => Assert.NotNull(reference.Split('/').Skip(1).Aggregate(document, (place, step) => place?[step]!)));
        Assert.True(ReferencesIn(document).Count() > 50);
    }

    private static IEnumerable<string> ReferencesIn(JsonNode? json) => json switch
    {
        JsonObject members => members.SelectMany(member => member.Key == "$ref" ? [(string)member.Value!] : ReferencesIn(member.Value)),
        JsonArray elements => elements.SelectMany(ReferencesIn),
        _ => [],
    };
}
