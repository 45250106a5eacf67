using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shop.Testing;

namespace Shop.EndToEnd.Tests.Contract;

/// <summary>
/// What the description says of bodies is what the shop checks: each example body with one value just past a described limit is refused at that
/// value, and with the value at the limit it is not. A new limit is tested as soon as it is described.
/// </summary>
public sealed class LimitsTests(ShopFixture running)
{
    private static readonly JsonObject Document = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "openapi.json")))!.AsObject();
    private static readonly ApiDescription Api = new(Document);

    /// <summary>Operations with a body, as <c>POST /v1/orders</c>.</summary>
    public static TheoryData<string> WithBodies => [.. Api.Operations.Where(operation => operation.BodySchema is not null && !IsBulk(operation)).Select(operation => operation.ToString())];

    /// <summary>The bus checks these by itself and answers 422 without a place in the body.</summary>
    private static bool IsBulk(ApiOperation operation) => operation.Path is "/ops/replays" or "/ops/dead-letters/redrive" or "/ops/dead-letters/discard";

    [Theory, MemberData(nameof(WithBodies))]
    public async Task A_value_past_a_described_limit_is_refused_and_one_at_the_limit_is_not(string name)
    {
        var shop = await running.On(StoreKind.Sqlite);
        var ids = await Ids(shop);
        var operation = Api.Operations.Single(one => one.ToString() == name);
        var example = operation.Json["requestBody"]!["content"]!["application/json"]!["example"]!.DeepClone().AsObject();
        // Of an operation's own, so that no registered webhook is called for the orders of another.
        if (example.ContainsKey("customerId"))
            example["customerId"] = Guid.NewGuid().ToString();
        foreach (var (pointer, schema) in Members(Api.Plain(operation.BodySchema!), ""))
            foreach (var (value, isValid, keyword) in Values(schema))
            {
                var places = await Refused(shop, ids, operation, With(example, pointer, value));
                Assert.True(places.Contains(pointer) != isValid,
                    $"{name} {(isValid ? "refuses" : "accepts")} {value?.ToJsonString()} at {pointer}, {(isValid ? "within" : "against")} its {keyword}.");
            }
    }

    [Fact]
    public void Every_text_and_number_of_a_body_has_a_limit() => Assert.Empty(
        from operation in Api.Operations
        where operation.BodySchema is not null && !IsBulk(operation)
        from member in Members(Api.Plain(operation.BodySchema!), "")
        where SchemaFit.Types(member.Schema["type"]!).First() is "string" or "integer" && !Values(member.Schema).Any()
        select $"{operation} {member.Pointer}");

    /// <summary>The members that hold no other members, with their place in the example.</summary>
    private static IEnumerable<(string Pointer, JsonObject Schema)> Members(JsonObject schema, string place)
    {
        foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
        {
            var plain = Api.Plain((member!["oneOf"] as JsonArray)?[0] ?? member);
            if (plain["properties"] is not null)
                foreach (var inner in Members(plain, $"{place}/{name}"))
                    yield return inner;
            else
                yield return ($"{place}/{name}", plain);
            if (plain["items"] is not { } items)
                continue;
            if (Api.Plain(items) is var item && item["properties"] is not null)
                foreach (var inner in Members(item, $"{place}/{name}/0"))
                    yield return inner;
            else
                yield return ($"{place}/{name}/0", Api.Plain(items));
        }
    }

    /// <summary>Values at and past the limits of a schema, and the keyword that says so.</summary>
    private static IEnumerable<(JsonNode? Value, bool IsValid, string Keyword)> Values(JsonObject schema)
    {
        if (schema["enum"] is JsonArray values)
            foreach (var value in values.Select(value => value?.DeepClone()))
                yield return (value, true, "enum");
        if (schema["enum"] is not null)
            yield return ("none_of_these", false, "enum");
        if ((long?)schema["minimum"] is { } least)
        {
            yield return (least, true, "minimum");
            yield return (least - 1, false, "minimum");
        }
        if ((long?)schema["maximum"] is { } most)
            yield return (most + 1, false, "maximum");
        if ((int?)schema["maxLength"] is { } longest)
            yield return (new string('x', longest + 1), false, "maxLength");
        if ((int?)schema["maxLength"] is { } long_ && schema["format"] is null)
            yield return (new string('x', long_), true, "maxLength");
        if ((int?)schema["minLength"] is > 0)
            yield return ("", false, "minLength");
        if ((string?)schema["pattern"] is { } pattern)
            yield return ("?", Regex.IsMatch("?", pattern), "pattern");
        if ((string?)schema["pattern"] is not null)
            yield return ("\n", false, "pattern");
        if ((int?)schema["minItems"] is > 0)
            yield return (new JsonArray(), false, "minItems");
        if ((string?)schema["format"] is "email")
            yield return ("ada", false, "format");
        if ((string?)schema["format"] is "uri")
            yield return ("shop", false, "format");
    }

    private static JsonObject With(JsonObject example, string pointer, JsonNode? value)
    {
        var body = example.DeepClone().AsObject();
        var steps = pointer.Split('/')[1..];
        var place = steps[..^1].Aggregate((JsonNode)body, (inner, step) => inner is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : inner[step]!);
        if (place is JsonArray items) items[int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture)] = value;
        else place[steps[^1]] = value;
        return body;
    }

    /// <summary>A cart and an order, which some operations look for before they look at the body.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> Ids(HttpClient shop)
    {
        using var cart = await shop.PostAsJsonAsync("/v1/carts", new { });
        var orderId = await shop.Place(Shopper.Order(customerId: "ada"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        // Notifications learns of the order a moment later.
        while (!(await shop.GetAsync($"/v1/customers/ada/preferences?orderId={orderId}", patience.Token)).IsSuccessStatusCode)
            await pace.WaitForNextTickAsync(patience.Token);
        return new Dictionary<string, string>
        {
            ["/carts/{id}"] = $"/carts/{(await cart.Json()).GetProperty("cartId").GetString()}", ["orderId"] = orderId,
        };
    }

    /// <summary>The places in the body that the shop complains about.</summary>
    private static async Task<IReadOnlyList<string>> Refused(
        HttpClient shop, IReadOnlyDictionary<string, string> ids, ApiOperation operation, JsonObject body)
    {
        var path = ids.Aggregate(operation.Path, (path, id) => path.Replace(id.Key, id.Value, StringComparison.Ordinal));
        foreach (var parameter in operation.Parameters.Where(parameter => (string)parameter["in"]! == "path"))
            path = path.Replace($"{{{parameter["name"]}}}", Uri.EscapeDataString(parameter["example"]!.ToString()), StringComparison.Ordinal);
        var query = string.Join('&', operation.Parameters.Where(parameter => (string)parameter["in"]! == "query").Select(parameter => $"{parameter["name"]}={ids.GetValueOrDefault((string)parameter["name"]!) ?? parameter["example"]!.ToString()}"));
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), $"{path}?{query}") { Content = JsonContent.Create(body) };
        foreach (var header in operation.Parameters.Where(parameter => (string)parameter["in"]! == "header"))
            request.Headers.TryAddWithoutValidation((string)header["name"]!, (string)header["name"]! == "Idempotency-Key" ? Guid.NewGuid().ToString() : header["example"]!.ToString());
        using var answer = await shop.SendAsync(request);
        Assert.True((int)answer.StatusCode < 500, $"{operation} failed.");
        // A 422 breaks a rule of the moment, such as a product that does not exist, and not the description.
        return answer.StatusCode != HttpStatusCode.BadRequest ? []
            : [.. (JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"] as JsonArray ?? []).Select(error => (string?)error!["pointer"]).OfType<string>()];
    }
}
