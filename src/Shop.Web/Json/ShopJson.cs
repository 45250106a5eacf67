using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Web;

/// <summary>The API's JSON settings: camelCase, enums as snake_case strings, strict parsing.</summary>
public static class ShopJson
{
    /// <summary>The maximum nesting depth of a body.</summary>
    public const int MaxDepth = 32;

    /// <summary>The API's options, for use outside of endpoints (tests, streams, stored responses). Read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Applies the differences from ASP.NET's web defaults.</summary>
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
        options.Converters.Add(new StrictTimes());
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
