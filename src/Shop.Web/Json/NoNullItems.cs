using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Web;

/// <summary>Rejects null items in arrays: System.Text.Json checks nullability of members but not of items.</summary>
internal static class NoNullItems
{
    public const string Message = "An array contains null.";

    public static void Apply(JsonTypeInfo type)
    {
        if (type.Kind == JsonTypeInfoKind.Enumerable && type.ElementType is { IsValueType: false })
            type.OnDeserialized = Check;
    }

    private static void Check(object items)
    {
        foreach (var item in (IEnumerable)items)
            if (item is null)
                throw new JsonException(Message);
    }
}
