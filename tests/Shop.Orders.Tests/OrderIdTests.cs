namespace Shop.Orders.Tests;

public sealed class OrderIdTests
{
    [Fact]
    public void An_id_has_the_prefix_and_26_unambiguous_characters() =>
        Assert.Matches("^ORD-[0-9A-HJKMNP-TV-Z]{26}$", OrderId.New(DateTimeOffset.UtcNow));

    [Fact]
    public void Ids_sort_by_time()
    {
        var start = DateTimeOffset.UtcNow;
        var ids = Enumerable.Range(0, 100).Select(i => OrderId.New(start.AddMilliseconds(i))).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void Ten_thousand_ids_of_one_instant_differ()
    {
        var now = DateTimeOffset.UtcNow;

        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(_ => OrderId.New(now)).Distinct().Count());
    }
}
