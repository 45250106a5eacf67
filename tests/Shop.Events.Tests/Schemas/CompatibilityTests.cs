using System.Text.Json.Nodes;

namespace Shop.Events.Tests.Schemas;

/// <summary>What was promised of Parcel Sent 3.0, against the contract that the code has now.</summary>
public sealed class CompatibilityTests
{
    private static readonly Listener Payments = new("payments", ["id", "currency", "value", "speed", "note", "boxes", "boxes.weight", "stamps"]);
    private static readonly Listener Analytics = new("analytics", ["currency"]);

    private static IEnumerable<SchemaChange> Changes(Action<JsonObject> promised, params Listener[] listeners)
    {
        var before = EventSchema.Of<ParcelSent>().ToJson();
        promised(before["properties"]!["detail"]!.AsObject());
        return Compatibility.Changes(before, EventSchema.Of<ParcelSent>(), listeners, "4.0");
    }

    private static void Field(JsonObject detail, string name, string schema) => detail["properties"]![name] = JsonNode.Parse(schema);

    private static void Require(JsonObject detail, string name) => detail["required"]!.AsArray().Add(name);

    [Fact]
    public void An_unchanged_schema_has_no_changes() => Assert.Empty(Changes(_ => { }, Payments));

    [Fact]
    public void A_removed_field_breaks_its_readers() => Assert.Equal(
        new SchemaChange(true, "Parcel Sent 3.0 lost `currency`, which analytics and payments read: publish 4.0 beside it."),
        Assert.Single(Changes(detail => Field(detail, "currency", """{"type":"string"}"""), Payments, Analytics)));

    [Fact]
    public void A_removed_field_without_readers_breaks_no_module() => Assert.Equal(
        new SchemaChange(false, "Parcel Sent 3.0 lost `colour`, which no module reads."),
        Assert.Single(Changes(detail => Field(detail, "colour", """{"type":"string"}"""), Payments)));

    [Fact]
    public void A_removed_object_is_reported_once() => Assert.Equal(
        ["Parcel Sent 3.0 lost `route`, which payments reads: publish 4.0 beside it."],
        Changes(detail => Field(detail, "route", """{"type":"object","properties":{"from":{"type":"string"}}}"""), new Listener("payments", ["route", "route.from"]))
            .Select(change => change.Sentence));

    [Fact]
    public void A_new_optional_field_breaks_no_module() => Assert.Equal(
        new SchemaChange(false, "Parcel Sent 3.0 gained `note`, which may be missing."),
        Assert.Single(Changes(detail => detail["properties"]!.AsObject().Remove("note"), Payments)));

    [Fact]
    public void A_new_required_field_breaks_all_subscribers() => Assert.Equal(
        new SchemaChange(true, "Parcel Sent 3.0 now requires `depot`, which earlier events do not have, and analytics and payments subscribe to them: "
            + "make it optional, or publish 4.0 beside it."),
        Assert.Single(Changes(detail => detail["properties"]!.AsObject().Remove("depot"), Payments, Analytics)));

    [Fact]
    public void A_changed_type_breaks_the_fields_readers() => Assert.Equal(
        new SchemaChange(true, "Parcel Sent 3.0 made `boxes.weight` integer instead of string, which payments reads: publish 4.0 beside it."),
        Assert.Single(Changes(detail => detail["properties"]!["boxes"]!["items"]!["properties"]!["weight"] = JsonNode.Parse("""{"type":"string"}"""), Payments)));

    [Fact]
    public void List_elements_are_reported_by_the_list() => Assert.Equal(
        new SchemaChange(true, "Parcel Sent 3.0 made `stamps[]` string instead of integer, which payments reads: publish 4.0 beside it."),
        Assert.Single(Changes(detail => detail["properties"]!["stamps"]!["items"] = JsonNode.Parse("""{"type":"integer"}"""), Payments)));

    [Fact]
    public void Integers_are_numbers() =>
        Assert.Empty(Changes(detail => detail["properties"]!["boxes"]!["items"]!["properties"]!["weight"] = JsonNode.Parse("""{"type":"number"}"""), Payments));

    [Fact]
    public void A_field_that_becomes_optional_breaks_its_readers() => Assert.Equal(
        ["Parcel Sent 3.0 may now leave out `note`, which payments reads: publish 4.0 beside it."],
        Changes(detail => Require(detail, "note"), Payments).Select(change => change.Sentence));

    [Fact]
    public void A_new_enum_value_breaks_the_fields_readers() => Assert.Equal(
        ["Parcel Sent 3.0 may now have fast in `speed`, which payments reads: publish 4.0 beside it."],
        Changes(detail => detail["properties"]!["speed"]!["enum"] = new JsonArray("slow"), Payments).Select(change => change.Sentence));

    [Fact]
    public void A_removed_version_breaks_its_subscribers()
    {
        Assert.False(Compatibility.Gone("Parcel Sent 1.0", []).Breaks);
        Assert.StartsWith("Parcel Sent 1.0 is no longer published, but payments subscribes to it:", Compatibility.Gone("Parcel Sent 1.0", [Payments]).Sentence, StringComparison.Ordinal);
    }
}
