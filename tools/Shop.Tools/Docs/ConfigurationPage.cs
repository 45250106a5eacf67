using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Shop.Web;

namespace Shop.Tools;

/// <summary>
/// Every setting of every options class. An options class is one whose docstring names its section:
/// <c>the section &lt;c&gt;Bus&lt;/c&gt;</c>.
/// </summary>
internal static partial class ConfigurationPage
{
    public static string Text() => string.Concat(Sections().Select(Section));

    /// <summary>The options classes by section.</summary>
    public static IEnumerable<(string Name, Type Options, string Summary)> Sections() =>
        from assembly in ShopAssemblies.All
        where File.Exists(Path.ChangeExtension(assembly.Location, ".xml"))
        let docs = Docstrings.Of(assembly)
        from type in assembly.GetTypes()
        where type.GetConstructor(Type.EmptyTypes) is not null
        let summary = docs.Of(type)
        let section = NamedSection().Match(summary)
        where section.Success
        orderby section.Groups[1].Value
        select (section.Groups[1].Value, type, summary);

    private static string Section((string Name, Type Options, string Summary) section)
    {
        var (docs, defaults) = (Docstrings.Of(section.Options.Assembly), Activator.CreateInstance(section.Options)!);
        var settings =
            from property in section.Options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            where property.CanWrite
            select (IReadOnlyList<string>)
            [
                Markdown.Code($"{section.Name}:{NameOf(property)}"), TypeOf(property.PropertyType), DefaultOf(property.GetValue(defaults)),
                docs.Of(property),
            ];
        var text = new StringBuilder($"## {section.Name}\n\n");
        if (section.Summary != $"The section `{section.Name}`.")
            text.Append($"{section.Summary}\n\n");
        return text.Append(Markdown.Table(["setting", "type", "default", ""], settings)).ToString();
    }

    private static string NameOf(PropertyInfo property) =>
        IsMap(property.PropertyType) ? $"{property.Name}:<name>"
        : IsList(property.PropertyType) ? $"{property.Name}:0, :1 …"
        : property.Name;

    private static string TypeOf(Type type) => type switch
    {
        _ when IsMap(type) => TypeOf(type.GetGenericArguments()[1]),
        _ when IsList(type) => "list of texts",
        _ when type == typeof(TimeSpan) => "time",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(string) => "text",
        _ when type == typeof(Uri) => "URL",
        _ when type == typeof(int) || type == typeof(long) => "whole number",
        _ when type == typeof(decimal) || type == typeof(double) => "number",
        { IsEnum: true } => string.Join(" or ", Enum.GetNames(type).Select(Markdown.Code)),
        _ => throw new NotSupportedException($"The page has no word for settings of type {type}: add it to {nameof(ConfigurationPage)}."),
    };

    private static string DefaultOf(object? value) => value switch
    {
        null or "" => "–",
        bool flag => Markdown.Code(flag ? "true" : "false"),
        string text => Markdown.Code(text),
        System.Collections.ICollection { Count: 0 } => "–",
        TimeSpan time => Markdown.Code(FractionsEnd().Replace(time.ToString("c", CultureInfo.InvariantCulture), "")),
        IFormattable number => Markdown.Code(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException($"The page cannot show the default {value}: add its form to {nameof(ConfigurationPage)}."),
    };

    private static bool IsMap(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>);

    private static bool IsList(Type type) => type == typeof(IReadOnlyList<string>);

    [GeneratedRegex(@"(?<=\.\d+?)0+$")]
    private static partial Regex FractionsEnd();

    [GeneratedRegex(@"section `([A-Za-z:]+)`")]
    private static partial Regex NamedSection();
}
