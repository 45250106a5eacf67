namespace Shop.Events.Tests.Schemas;

public sealed class PatternFitTests
{
    private static IReadOnlyList<string> Errors(string detail) =>
        PatternFit.Errors(EventPattern.Parse($$"""{"source":["com.shop.tests"],"detail-type":["Parcel Sent"],"detail":{{detail}}}"""), EventSchema.Of<ParcelSent>());

    [Theory]
    [InlineData("""{"value":[{"numeric":[">=",10]}]}""")]
    [InlineData("""{"id":[{"prefix":"PCL-"},{"wildcard":"*7"}],"speed":["fast"]}""")]
    [InlineData("""{"boxes":{"weight":[5,{"exists":true}]}}""")]
    [InlineData("""{"stamps":["a",{"anything-but":["b"]}]}""")]
    [InlineData("""{"fragile":[true],"floor":[null,3],"note":[{"exists":false}]}""")]
    [InlineData("""{"$or":[{"value":[5]},{"speed":[{"equals-ignore-case":"FAST"}]}],"metadata":{"correlationId":["r"]}}""")]
    public void A_pattern_that_can_match_is_accepted(string detail) => Assert.Empty(Errors(detail));

    [Theory]
    [InlineData("""{"worth":[5]}""", "Parcel Sent 3.0 has no field detail.worth; beside it there are id, value, boxes, speed,")]
    [InlineData("""{"boxes":{"width":[5]}}""", "Parcel Sent 3.0 has no field detail.boxes.width; beside it there are weight.")]
    [InlineData("""{"id":{"length":[5]}}""", "Parcel Sent 3.0 has no field detail.id.length; there is no")]
    [InlineData("""{"boxes":[{"exists":true}]}""", "detail.boxes of Parcel Sent 3.0 is an object, which no value matches")]
    [InlineData("""{"id":[{"numeric":[">",1]}]}""", "detail.id of Parcel Sent 3.0 is a string, which {\"numeric\":[\">\",1]} never matches.")]
    [InlineData("""{"value":["5"]}""", "detail.value of Parcel Sent 3.0 is a number, which \"5\" never matches.")]
    [InlineData("""{"value":[{"prefix":"5"}]}""", "detail.value of Parcel Sent 3.0 is a number, which {\"prefix\":\"5\"} never matches.")]
    [InlineData("""{"id":[null]}""", "detail.id of Parcel Sent 3.0 is a string, which null never matches.")]
    [InlineData("""{"fragile":["true"]}""", "detail.fragile of Parcel Sent 3.0 is a boolean, which \"true\" never matches.")]
    [InlineData("""{"stamps":[3]}""", "detail.stamps[] of Parcel Sent 3.0 is a string, which 3 never matches.")]
    [InlineData("""{"speed":["express"]}""", "detail.speed of Parcel Sent 3.0 is one of slow, fast, and never \"express\".")]
    [InlineData("""{"$or":[{"id":["a"]},{"floor":[true]}]}""", "detail.floor of Parcel Sent 3.0 is an integer or null, which true never matches.")]
    public void A_pattern_that_never_matches_is_rejected_with_place_and_reason(string detail, string error) =>
        Assert.StartsWith(error, Assert.Single(Errors(detail)), StringComparison.Ordinal);
}
