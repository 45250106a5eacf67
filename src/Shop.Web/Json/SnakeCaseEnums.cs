using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Web;

/// <summary>
/// Enums as snake_case strings, and only as these. ASP.NET's own JsonStringEnumConverter also reads the C# name and
/// "a, b" as a combination of both, which may be no value of the enum at all.
/// </summary>
internal sealed class SnakeCaseEnums : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    /// <summary>The names of an enum on the wire, in the order of their declaration.</summary>
    public static IEnumerable<string> NamesOf(Type type) => Enum.GetNames(type).Select(NameOf);

    /// <summary>The name of a value on the wire.</summary>
    public static string NameOf<T>(T value) where T : struct, Enum => NameOf(value.ToString());

    private static string NameOf(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private sealed class Converter<T> : JsonConverter<T> where T : struct, Enum
    {
        private readonly FrozenDictionary<string, T> values =
            NamesOf(typeof(T)).Zip(Enum.GetNames<T>()).ToFrozenDictionary(names => names.First, names => Enum.Parse<T>(names.Second));

        private readonly FrozenDictionary<T, string> names =
            Enum.GetValues<T>().Distinct().ToFrozenDictionary(value => value, NameOf);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && values.TryGetValue(reader.GetString()!, out var value)
                ? value
                : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(names[value]);
    }
}
