using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shop.Events.Tests.Schemas;

public sealed class EventSchemaTests
{
    private static readonly EventSchema Schema = EventSchema.Of<ParcelSent>();

    private static JsonObject Detail => Schema.ToJson()["properties"]!["detail"]!.AsObject();

    private static string Field(string name) => Detail["properties"]![name]!.ToJsonString();

    private static IReadOnlyList<SchemaError> Check(JsonNode json, UnknownFields unknown = UnknownFields.Refused)
    {
        using var document = JsonDocument.Parse(json.ToJsonString());
        return Schema.Check(document.RootElement, unknown);
    }

    [Fact]
    public void Every_field_that_cannot_be_null_is_required_and_there_are_no_others()
    {
        Assert.Equal(
            ["id", "value", "boxes", "speed", "stamps", "depot", "at", "label", "fragile"],
            Detail["required"]!.AsArray().Select(name => (string)name!));
        Assert.False((bool)Detail["additionalProperties"]!);
        Assert.False((bool)Detail["properties"]!["boxes"]!["items"]!["additionalProperties"]!);
        Assert.False(Schema.ToJson().ContainsKey("additionalProperties"));      // EventBridge may add to its envelope
    }

    [Fact]
    public void Types_and_constraints_become_JSON_Schema_keywords()
    {
        Assert.Contains("\"type\":\"string\",\"pattern\":\"^PCL-[0-9]\\u002B$\",\"examples\":[\"PCL-17\"]", Field("id"), StringComparison.Ordinal);
        Assert.Contains("\"type\":\"number\",\"minimum\":0,\"maximum\":1000", Field("value"), StringComparison.Ordinal);
        Assert.Contains("\"enum\":[\"slow\",\"fast\"]", Field("speed"), StringComparison.Ordinal);
        Assert.Equal("""{"type":"array","items":{"type":"string"}}""", Field("stamps"));
        Assert.Equal("""{"type":"string","format":"uuid"}""", Field("depot"));
        Assert.Equal("""{"type":"string","format":"date-time"}""", Field("at"));
        Assert.Equal("""{"type":"string","enum":["red","darkBlue"]}""", Field("label"));
        Assert.Contains("\"type\":[\"string\",\"null\"],\"minLength\":1,\"maxLength\":20", Field("note"), StringComparison.Ordinal);
        Assert.Equal("""{"type":["number","null"]}""", Field("insured"));
        Assert.Equal("""{"type":["integer","null"]}""", Field("floor"));
    }

    [Fact]
    public void An_older_version_has_its_own_schema()
    {
        Assert.Equal("ParcelSent.v3", EventContract.Of(typeof(ParcelSent)).FileName);
        Assert.Equal("/schemas/ParcelSent.v1.json", (string?)EventSchema.Of<V1.ParcelSent>().ToJson()["$id"]);
        Assert.Equal(["id", "value"], EventSchema.Of<V1.ParcelSent>().ToJson()["properties"]!["detail"]!["required"]!.AsArray().Select(name => (string)name!));
    }

    [Fact]
    public void The_example_fits_and_can_be_read()
    {
        Assert.Empty(Check(Schema.ToExample()));

        var read = Envelope.Parse(JsonSerializer.SerializeToUtf8Bytes(Schema.ToExample())).Read<ParcelSent>();

        Assert.Equal(("PCL-17", "slow", Colour.Red), (read.Id, read.Speed, read.Label));
    }

    [Fact]
    public void Written_events_fit_the_schema()
    {
        var parcel = new ParcelSent("PCL-1", new Money(999), [new Box(3)], "fast", ["a"], Guid.NewGuid(), DateTime.UtcNow, Colour.DarkBlue, true, null, new Money(1), 3);
        var metadata = new EventMetadata(Guid.CreateVersion7(), "req-1", Guid.NewGuid(), "3.0", "PCL-1", DateTime.UtcNow, "00-ab-cd-01", Guid.NewGuid());

        Assert.Empty(Check(JsonNode.Parse(new EnvelopeWriter().Write(parcel, metadata))!));
    }

    [Fact]
    public void A_publisher_may_not_add_a_field_and_a_reader_ignores_it()
    {
        var more = Schema.ToExample();
        more["detail"]!["extra"] = 1;
        more["detail"]!["boxes"]![0]!["extra"] = 1;
        more["replay-name"] = "again";

        Assert.Equal(["/detail/boxes/0/extra", "/detail/extra"], Check(more).Select(error => error.Pointer).Order());
        Assert.Empty(Check(more, UnknownFields.PassedOver));
    }

    [Fact]
    public void Another_version_does_not_fit()
    {
        var newer = Schema.ToExample();
        newer["detail"]!["metadata"]!["version"] = "4.0";

        Assert.Equal("/detail/metadata/version must be \"3.0\", but is \"4.0\".", Assert.Single(Check(newer)).ToString());
    }

    [Fact]
    public void The_registry_is_given_OpenAPI_3_with_the_envelope_as_AWSEvent()
    {
        var document = Schema.ToOpenApi();
        var @event = document["components"]!["schemas"]!["AWSEvent"]!;
        var own = document["components"]!["schemas"]!["ParcelSent"]!["properties"]!;

        Assert.Equal("3.0.0", (string?)document["openapi"]);
        Assert.Equal(("Parcel Sent", "com.shop.tests"), ((string?)@event["x-amazon-events-detail-type"], (string?)@event["x-amazon-events-source"]));
        Assert.Equal("#/components/schemas/ParcelSent", (string?)@event["properties"]!["detail"]!["$ref"]);
        Assert.Equal("""{"type":"integer","nullable":true}""", own["floor"]!.ToJsonString());
        Assert.Equal("PCL-17", (string?)own["id"]!["example"]);
        Assert.DoesNotContain("\"examples\"", document.ToJsonString(), StringComparison.Ordinal);
    }

    private sealed record Knot(string Name, Knot? Inner) : IEvent
    {
        public string Subject => Name;
    }

    private sealed record Clock(Hand Hand);

    [System.Text.Json.Serialization.JsonConverter(typeof(HandConverter))]
    private sealed record Hand(int Angle);

    private sealed class HandConverter : System.Text.Json.Serialization.JsonConverter<Hand>
    {
        public override Hand Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt32());

        public override void Write(Utf8JsonWriter writer, Hand value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Angle);
    }

    [Theory]
    [InlineData(typeof(Knot), "contains itself")]
    [InlineData(typeof(Clock), "cannot be derived")]
    public void A_contract_whose_JSON_cannot_be_derived_is_rejected(Type contract, string problem) => Assert.Contains(
        problem,
        Assert.Throws<InvalidOperationException>(() => EventSchema.Of(new EventContract(contract, "com.shop.tests", "Thing Tied", "1.0"))).Message,
        StringComparison.Ordinal);
}
