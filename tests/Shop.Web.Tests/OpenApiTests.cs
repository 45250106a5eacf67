using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Web.Tests;

public sealed class OpenApiTests
{
    private static readonly ProblemCode NotFound = new("order_not_found", 404, "There is no such order", "Check the id.");

    public enum Status { Pending, OnHold }

    public sealed record Money(decimal Amount, string Currency);

    public sealed record TestLine(string Sku, int Quantity);

    public sealed record TestRequest(string Name, int Quantity, IReadOnlyList<TestLine> Lines);

    public sealed class SizeAttribute : KnownValuesAttribute
    {
        public override IReadOnlyList<string> Values => ["small", "large"];
    }

    /// <summary>An order.</summary>
    /// <param name="OrderId">The order's id.</param>
    /// <param name="Status">The order's status.</param>
    /// <param name="Version">Increases with each change.</param>
    /// <param name="Total">The order's total.</param>
    /// <param name="Before">The status before.</param>
    /// <param name="Others">Other statuses.</param>
    /// <param name="Size">The parcel's size.</param>
    public sealed record Shown(
        string OrderId, Status Status, long Version, Money Total, Status? Before = null, IReadOnlyList<Status>? Others = null,
        [property: Size] string? Size = null);

    private static async Task<JsonElement> Document()
    {
        await using var shop = await WebFixture.Start(
            app =>
            {
                app.MapShopOpenApi();
                app.MapGet("/v1/orders", Page<Shown> (PageRequest page) => new([], null));
                app.MapPost(
                    "/v1/orders",
                    Results<Accepted<Shown>, Problem> (TestRequest request, IdempotencyKey key) => TypedResults.Accepted(
                    "/", new Shown("", Status.Pending, 1, new(1, "EUR"))));
                app.MapGet("/v1/orders/{orderId}", Results<Ok<Shown>, Problem> (string orderId) => Problem.Of(NotFound, ""))
                    .ProducesProblems(NotFound);
                app.MapGet(
                    "/v1/orders/{orderId}/stream",
                    (string orderId, LastEventId last, EventStreams streams) => streams.Open(AsyncEnumerable.Empty<SseItem<Shown>>()));
            },
            services => services.AddShopOpenApi());
        using var response = await shop.Get("/openapi/v1.json");
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    [Fact]
    public async Task The_document_is_there_as_YAML_too()
    {
        await using var shop = await WebFixture.Start(app => app.MapShopOpenApi(), services => services.AddShopOpenApi());
        using var response = await shop.Get("/openapi/v1.yaml");
        Assert.Equal("application/yaml", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("openapi: 3.1", (await response.Content.ReadAsStringAsync()).Replace("'", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static JsonElement At(JsonElement element, params string[] path) =>
        path.Aggregate(element, (inner, name) => inner.GetProperty(name));

    [Fact]
    public async Task The_document_is_OpenAPI_3_1_and_numbers_are_plain_numbers()
    {
        var document = await Document();
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal("integer", At(document, "components", "schemas", "TestRequest", "properties", "quantity", "type").GetString());
        Assert.Equal("number", At(document, "components", "schemas", "Money", "properties", "amount", "type").GetString());
        Assert.Equal("string", At(document, "components", "schemas", "Status", "type").GetString());
        Assert.Equal(
            ["pending", "on_hold"], At(document, "components", "schemas", "Status", "enum").EnumerateArray()
            .Select(one => one.GetString()));
    }

    [Fact]
    public async Task Every_operation_documents_its_problems()
    {
        var document = await Document();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
                foreach (var response in operation.Value.GetProperty("responses").EnumerateObject().Where(one => one.Name[0] is '4' or '5'))
                    Assert.Equal(
                        "#/components/schemas/Problem", At(response.Value, "content", "application/problem+json", "schema", "$ref")
                        .GetString());
        var problem = At(document, "components", "schemas", "Problem");
        Assert.Equal(
            ["type", "title", "status", "detail", "code", "errors", "traceId", "correlationId"], problem.GetProperty("required")
            .EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task An_operation_lists_its_own_codes_and_those_of_its_parameters()
    {
        var paths = (await Document()).GetProperty("paths");
        var place = At(paths, "/v1/orders", "post", "responses");
        Assert.Equal(["202", "400", "409", "413", "415", "422", "429", "500", "503"], place.EnumerateObject().Select(one => one.Name).Order());
        Assert.Contains("`idempotency_key_missing`", At(place, "400", "description").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            "`order_not_found`", At(paths, "/v1/orders/{orderId}", "get", "responses", "404", "description")
            .GetString(), StringComparison.Ordinal);
        Assert.Contains(
            "`invalid_cursor`", At(paths, "/v1/orders", "get", "responses", "400", "description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bound_headers_and_cursors_are_parameters_and_nothing_else_is()
    {
        var paths = (await Document()).GetProperty("paths");
        static string[] Names(JsonElement operation) =>
            [.. operation.GetProperty("parameters").EnumerateArray().Select(one => $"{one.GetProperty("in")}:{one.GetProperty("name")}")];
        Assert.Equal(["header:Idempotency-Key"], Names(At(paths, "/v1/orders", "post")));
        Assert.True(At(paths, "/v1/orders", "post", "parameters")[0].GetProperty("required").GetBoolean());
        Assert.Equal(["query:limit", "query:cursor", "header:If-None-Match"], Names(At(paths, "/v1/orders", "get")));
    }

    [Fact]
    public async Task Exactly_the_operations_with_an_ETag_document_304()
    {
        var paths = (await Document()).GetProperty("paths");
        var list = At(paths, "/v1/orders", "get", "responses");
        Assert.False(list.GetProperty("304").TryGetProperty("content", out _));
        Assert.Equal(
            ["Cache-Control", "ETag", "Link", "RateLimit", "RateLimit-Policy", "X-Correlation-Id"],
            At(list, "200", "headers").EnumerateObject().Select(header => header.Name));
        Assert.Equal("#/components/headers/ETag", At(list, "304", "headers", "ETag", "$ref").GetString());
        Assert.False(At(paths, "/v1/orders/{orderId}", "get", "responses").TryGetProperty("304", out _));
    }

    [Fact]
    public async Task A_page_and_its_items_are_described_completely()
    {
        var document = await Document();
        var response = At(document, "paths", "/v1/orders", "get", "responses", "200", "content", "application/json", "schema", "$ref");
        Assert.Equal("#/components/schemas/PageOfShown", response.GetString());
        var page = At(document, "components", "schemas", "PageOfShown", "properties");
        Assert.Equal(["items", "nextCursor"], page.EnumerateObject().Select(one => one.Name));
        Assert.Equal("#/components/schemas/Shown", At(page, "items", "items", "$ref").GetString());
    }

    [Fact]
    public async Task An_enum_that_may_be_missing_may_be_null()
    {
        var before = At(await Document(), "components", "schemas", "Shown", "properties", "before");
        Assert.Equal("""["pending","on_hold",null]""", JsonSerializer.Serialize(before.GetProperty("enum")));
        Assert.Equal(["string", "null"], before.GetProperty("type").EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task A_request_body_is_closed_and_a_response_is_open()
    {
        var schemas = At(await Document(), "components", "schemas");
        Assert.False(At(schemas, "TestRequest", "additionalProperties").GetBoolean());
        Assert.False(At(schemas, "TestLine", "additionalProperties").GetBoolean());
        foreach (var response in new[] { "Shown", "PageOfShown", "Problem" })
            Assert.False(schemas.GetProperty(response).TryGetProperty("additionalProperties", out _), response);
    }

    [Fact]
    public async Task A_stream_is_text_and_its_events_data_is_described()
    {
        var document = await Document();
        var stream = At(document, "paths", "/v1/orders/{orderId}/stream", "get");
        Assert.Contains("`invalid_last_event_id`", At(stream, "responses", "400", "description").GetString(), StringComparison.Ordinal);
        var content = At(stream, "responses", "200", "content", "text/event-stream", "schema");
        Assert.Equal("string", content.GetProperty("type").GetString());
        Assert.Equal("#/components/schemas/SseItemOfShown", At(content, "contentSchema", "$ref").GetString());
        var fields = At(document, "components", "schemas", "SseItemOfShown", "properties");
        Assert.Equal(["event", "id", "retry", "data"], fields.EnumerateObject().Select(one => one.Name));
        Assert.Equal("#/components/schemas/Shown", At(fields, "data", "$ref").GetString());
    }

    [Fact]
    public async Task An_array_of_enum_values_lists_them()
    {
        var others = At(await Document(), "components", "schemas", "Shown", "properties", "others", "items");
        Assert.Equal("#/components/schemas/Status", others.GetProperty("$ref").GetString());
    }

    [Fact]
    public async Task Known_values_stand_in_the_schema_with_null_at_the_end()
    {
        var size = At(await Document(), "components", "schemas", "Shown", "properties", "size");
        Assert.Equal("""["small","large",null]""", JsonSerializer.Serialize(size.GetProperty("enum")));
        Assert.Equal("""["string","null"]""", JsonSerializer.Serialize(size.GetProperty("type")));
    }

    [Fact]
    public async Task Each_response_declares_the_headers_that_it_has()
    {
        var responses = At(await Document(), "paths", "/v1/orders", "post", "responses");
        static string[] Names(JsonElement response) => [.. response.GetProperty("headers").EnumerateObject().Select(header => header.Name)];
        Assert.Equal(["Idempotency-Replayed", "Location", "RateLimit", "RateLimit-Policy", "X-Correlation-Id"], Names(responses.GetProperty("202")));
        Assert.Contains("Retry-After", Names(responses.GetProperty("409")));
        Assert.Contains("Retry-After", Names(responses.GetProperty("429")));
        Assert.DoesNotContain("Retry-After", Names(responses.GetProperty("400")));
    }

    [Fact]
    public async Task Docstrings_describe_schemas_and_members_and_examples_come_by_name()
    {
        var supplement = new ApiSupplement { Examples = new() { ["orderId"] = "ORD-1" }, Tags = [("Orders", "All about orders.")] };
        await using var shop = await WebFixture.Start(
            app =>
            {
                app.MapShopOpenApi();
                app.MapGet("/v1/orders/{id}", (string id) => Tagged.Of(new Shown(id, Status.Pending, 1, new(1, "EUR")))).WithTags("Orders");
            },
            services => services.AddShopOpenApi(supplement));
        using var response = await shop.Get("/openapi/v1.json");
        var document = JsonElement.Parse(await response.Content.ReadAsStringAsync());

        var operation = At(document, "paths", "/v1/orders/{id}", "get");
        Assert.Equal("ORD-1", At(operation, "parameters")[0].GetProperty("example").GetString());
        Assert.Equal("ORD-1", At(operation, "responses", "200", "content", "application/json", "example", "orderId").GetString());
        Assert.Equal("ORD-1", At(document, "components", "schemas", "Shown", "examples")[0].GetProperty("orderId").GetString());
        Assert.Equal("All about orders.", At(document, "tags")[0].GetProperty("description").GetString());
        Assert.Equal("/", At(document, "servers")[0].GetProperty("url").GetString());
    }
}
