using System.Text.Json;

namespace Shop.Events.Tests.Contracts;

public sealed class MoneyTests
{
    [Theory]
    [InlineData(5998, "59.98")]
    [InlineData(100_000, "1000")]
    [InlineData(5, "0.05")]
    [InlineData(-250, "-2.5")]
    public void On_the_wire_it_is_a_number_in_major_units(long minor, string json)
    {
        Assert.Equal(json, JsonSerializer.Serialize(new Money(minor), EventJson.Options));
        Assert.Equal(new Money(minor), JsonSerializer.Deserialize<Money>(json, EventJson.Options));
    }

    [Theory]
    [InlineData("0.001")]
    [InlineData("1e30")]
    [InlineData("\"5\"")]
    [InlineData("null")]
    public void Input_that_is_not_an_amount_is_rejected(string json) =>
        Assert.ThrowsAny<Exception>(() => JsonSerializer.Deserialize<Money>(json, EventJson.Options));

    [Fact]
    public void An_overflowing_sum_is_an_error()
    {
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue) + new Money(1));
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue / 2) * 3);
    }

    [Fact]
    public void A_hundred_thousand_cents_are_a_thousand() => Assert.Equal(Money.FromMajor(1000), new Money(100_000));
}
