using System.Globalization;
using System.Text;
using CsCheck;

namespace Shop.EventPatterns.Tests;

public sealed class NumberTests
{
    [Fact]
    public void Every_double_in_its_shortest_decimal_is_itself() => Gen.Double.Where(double.IsFinite).Sample(number =>
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return Matches($"[{{\"numeric\":[\"=\",{text}]}}]", text);
    }, iter: 20_000);

    [Fact]
    public void An_amount_is_the_double_that_its_decimal_rounds_to() => Gen.Select(Gen.Long[-999_999_999_999_999, 999_999_999_999_999], Gen.Int[0, 15]).Sample(
        (digits, fraction) =>
        {
            var text = (new decimal(digits) / (decimal)Math.Pow(10, fraction)).ToString(CultureInfo.InvariantCulture);
            var shortest = double.Parse(text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
            return Matches($"[{{\"numeric\":[\"=\",{shortest}]}}]", text);
        }, iter: 20_000);

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("1e400")]
    [InlineData("0.1234567890123456789")]
    [InlineData("1e-400")]
    public void Digits_that_no_double_holds_are_a_text(string text)
    {
        Assert.True(Matches($"[{text}]", text));
        Assert.False(Matches("[{\"numeric\":[\">\",-1]}]", text));
        Assert.Throws<InvalidEventPatternException>(() => EventPattern.Parse($"{{\"x\":[{{\"numeric\":[\"=\",{text}]}}]}}"));
    }

    [Theory]
    [InlineData("300", "300.0")]
    [InlineData("300", "3e2")]
    [InlineData("300", "3.00E+2")]
    [InlineData("0", "-0")]
    [InlineData("0", "-0.0e9")]
    [InlineData("0.5", "5e-1")]
    public void A_number_is_the_same_however_it_is_written(string pattern, string text) => Assert.True(Matches($"[{pattern}]", text));

    private static bool Matches(string values, string number) =>
        EventPattern.Parse($"{{\"x\":{values}}}").Matches(Encoding.UTF8.GetBytes($"{{\"x\":{number}}}"));
}
