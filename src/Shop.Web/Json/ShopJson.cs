using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Web;

/// <summary>How the API reads and writes JSON: camelCase, enums as snake_case strings, and nothing guessed.</summary>
public static class ShopJson
{
    /// <summary>A body may be nested this deep, in levels.</summary>
    public const int MaxDepth = 32;

    /// <summary>The API's options, for use outside of endpoints (tests, streams, stored answers). Read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Sets what differs from ASP.NET's web defaults.</summary>
    internal static void Apply(JsonSerializerOptions options)
    {
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = MaxDepth;
        options.Converters.Add(new SnakeCaseEnums());
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(NoNullItems.Apply);
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly();
        return options;
    }
}
