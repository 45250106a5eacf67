using System.Text.Json.Serialization.Metadata;

namespace Shop.Web;

/// <summary>Describes the value that the API expects at a place in a body. Used for error messages only.</summary>
internal static class ExpectedValue
{
    /// <summary>"a whole number", "one of 'on_hold', 'confirmed'" …; null when the body's type has no such member.</summary>
    public static string? At(Type body, IReadOnlyList<string> segments)
    {
        var type = body;
        foreach (var segment in segments)
        {
            if (Inside(ShopJson.Options.GetTypeInfo(type), segment) is not { } inner)
                return null;
            type = inner;
        }
        return Describe(Nullable.GetUnderlyingType(type) ?? type);
    }

    private static Type? Inside(JsonTypeInfo type, string segment) => type.Kind switch
    {
        JsonTypeInfoKind.Object => type.Properties.FirstOrDefault(member => member.Name == segment)?.PropertyType,
        _ => type.ElementType,
    };

    private static string Describe(Type type)
    {
        if (type.IsEnum)
            return "one of " + string.Join(", ", SnakeCaseEnums.NamesOf(type).Select(name => $"'{name}'"));
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => "true or false",
            TypeCode.String or TypeCode.Char => "a string",
            TypeCode.Int32 => $"a whole number from {int.MinValue} to {int.MaxValue}, without quotes",
            TypeCode.Byte or TypeCode.SByte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.Int64 or TypeCode.UInt64
                => "a whole number in range, without quotes",
            TypeCode.Single or TypeCode.Double or TypeCode.Decimal => "a number in range, without quotes",
            TypeCode.DateTime => "a time in RFC 3339 format, such as '2026-01-31T12:00:00Z'",
            _ => DescribeOther(type),
        };
    }

    private static string DescribeOther(Type type)
    {
        if (type == typeof(DateTimeOffset)) return "a time with its offset in RFC 3339 format, such as '2026-01-31T12:00:00Z'";
        if (type == typeof(DateOnly)) return "a date, such as '2026-01-31'";
        if (type == typeof(Guid)) return "a UUID";
        return ShopJson.Options.GetTypeInfo(type).Kind switch
        {
            JsonTypeInfoKind.Enumerable => "an array",
            JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "an object",
            _ => "of another form; /openapi/v1.json describes it",
        };
    }
}
