using System.Text.Json.Nodes;
using Shop.Testing;

namespace Shop.EndToEnd.Tests.Contract;

/// <summary>The committed description of the API against the code, by the command that people and the build use.</summary>
public sealed class OpenApiCommandTests : IDisposable
{
    private readonly string _published = Path.GetTempFileName();

    public void Dispose() => File.Delete(_published);

    private static string Committed => File.ReadAllText(Path.Combine(Repository.Root, "docs", "openapi.json"));

    /// <summary>What the API breaks when clients know the committed description with something changed.</summary>
    private async Task<string[]> BrokenFor(Action<JsonObject> published)
    {
        var document = JsonNode.Parse(Committed)!.AsObject();
        published(document);
        await File.WriteAllTextAsync(_published, document.ToJsonString());
        var (code, _, errors) = await ShopCommand.Tools("openapi", "check", "--against", _published);
        Assert.Equal(1, code);
        return errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)[..^1];
    }

    private static JsonNode Place(JsonObject document, string path, string method) => document["paths"]![path]![method]!;

    private static JsonObject Schema(JsonObject document, string name) => document["components"]!["schemas"]![name]!.AsObject();

    [Fact]
    public async Task The_committed_document_matches_the_code_and_breaks_no_client()
    {
        var (code, output, errors) = await ShopCommand.Run("Shop.Tools", "openapi", "check");

        Assert.True(code == 0, output + errors);        // says what breaks or differs, and which command rewrites it
    }

    [Fact]
    public async Task Each_removal_and_each_new_requirement_is_reported_in_a_sentence()
    {
        var broken = await BrokenFor(document =>
        {
            document["paths"]!["/v1/wishes"] = new JsonObject { ["get"] = Place(document, "/v1/products", "get").DeepClone() };
            Place(document, "/ops/inventory/stock/{productId}", "get")["responses"]!["203"] = new JsonObject { ["description"] = "OK" };
            Place(document, "/v1/categories", "get")["parameters"]!.AsArray().Add(JsonNode.Parse("""{"name":"season","in":"query","schema":{"type":"string"}}"""));
            Place(document, "/ops/inventory/stock/{productId}/restock", "post")["responses"]!["409"]!["description"] = "`stock_asleep`: It sleeps";
            Schema(document, "RestockRequest")["properties"]!["colour"] = new JsonObject { ["type"] = "string" };
            Schema(document, "RestockRequest")["required"]!.AsArray().RemoveAt(1);
            Schema(document, "RestockRequest")["properties"]!["quantity"]!["maximum"] = 2_000_000_000;
            Schema(document, "AdjustStockRequest")["properties"]!["onHand"]!["type"] = new JsonArray("integer", "null");
            Schema(document, "CategoryAnswer")["properties"]!["picture"] = new JsonObject { ["type"] = "string" };
            Schema(document, "StockAnswer")["properties"]!["low"]!["type"] = "string";
        });

        Assert.Superset(
            new HashSet<string>
            {
                "GET /v1/wishes is gone.",
                "GET /v1/categories does not take the query parameter `season` any more.",
                "GET /v1/categories does not answer `items[].picture` any more.",
                "GET /ops/inventory/stock/{productId} does not answer 203 any more.",
                "POST /ops/inventory/stock/{productId}/restock does not take `colour` any more.",
                "POST /ops/inventory/stock/{productId}/restock has the maximum 1000000000 for `quantity` now, where it was 2000000000.",
                "POST /ops/inventory/stock/{productId}/restock now requires `reason`, which clients may leave out.",
                "POST /ops/inventory/stock/{productId}/adjust does not take null in `onHand` any more, but integer.",
                "GET /ops/inventory/stock/{productId} may now answer boolean in `low`, where it was string.",
                "The problem code `stock_asleep` is not answered any more, and clients branch on it.",
            },
            broken.ToHashSet());
    }

    [Fact]
    public async Task Additions_break_no_client()
    {
        var document = JsonNode.Parse(Committed)!.AsObject();
        document["paths"]!.AsObject().Remove("/v1/categories");
        Schema(document, "StockAnswer")["properties"]!.AsObject().Remove("low");
        Schema(document, "ChangeProductRequest")["properties"]!.AsObject().Remove("description");
        await File.WriteAllTextAsync(_published, document.ToJsonString());

        var (code, output, errors) = await ShopCommand.Tools("openapi", "check", "--against", _published);

        Assert.True(code == 0, output + errors);
    }
}
