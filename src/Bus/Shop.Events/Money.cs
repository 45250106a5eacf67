using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Events;

/// <summary>
/// An amount in minor units (cents, pence); the currency is a field of its own. In an event's detail it is a JSON number in major
/// units (59.98), so that <c>numeric</c> patterns compare it like other producers' amounts. All currencies of the shop have two decimals.
/// </summary>
/// <param name="Minor">Minor units; may be negative.</param>
[JsonConverter(typeof(MoneyJsonConverter))]
public readonly record struct Money(long Minor) : IComparable<Money>
{
    /// <summary>An amount given in major units.</summary>
    /// <exception cref="ArgumentException">More than two decimals.</exception>
    /// <exception cref="OverflowException">More than 2^63 minor units.</exception>
    public static Money FromMajor(decimal major) =>
        decimal.IsInteger(major * 100)
            ? new Money((long)(major * 100))
            : throw new ArgumentException($"{major.ToString(CultureInfo.InvariantCulture)} has more than two decimals.", nameof(major));

    /// <summary>The amount in major units, without trailing zeros.</summary>
    public decimal Major => new decimal(Minor) / 100;

    /// <summary>The sum.</summary>
    /// <exception cref="OverflowException">The sum is more than 2^63 minor units.</exception>
    public static Money operator +(Money left, Money right) => new(checked(left.Minor + right.Minor));

    /// <summary>The price of several.</summary>
    /// <exception cref="OverflowException">The product is more than 2^63 minor units.</exception>
    public static Money operator *(Money price, int quantity) => new(checked(price.Minor * quantity));

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Money left, Money right) => left.Minor < right.Minor;

    /// <summary>Whether the left is more.</summary>
    public static bool operator >(Money left, Money right) => left.Minor > right.Minor;

    /// <summary>Whether the left is less or the same.</summary>
    public static bool operator <=(Money left, Money right) => left.Minor <= right.Minor;

    /// <summary>Whether the left is more or the same.</summary>
    public static bool operator >=(Money left, Money right) => left.Minor >= right.Minor;

    /// <inheritdoc/>
    public int CompareTo(Money other) => Minor.CompareTo(other.Minor);

    /// <summary>In major units with two decimals: <c>59.98</c>.</summary>
    public override string ToString() => Major.ToString("0.00", CultureInfo.InvariantCulture);
}

internal sealed class MoneyJsonConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return Money.FromMajor(reader.GetDecimal());
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or FormatException)
        {
            throw new JsonException($"Not an amount of money: {e.Message}", e);
        }
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Major);
}
