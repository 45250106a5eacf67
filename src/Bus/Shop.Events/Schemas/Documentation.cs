using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Shop.Events;

/// <summary>The contracts' docstrings of events and fields, from the XML file that the compiler writes beside the assembly.</summary>
internal static partial class Documentation
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Known = new();

    /// <summary>The docstring of a field, or of the event itself; null if there is none.</summary>
    public static string? Of(JsonSchemaExporterContext field) => field.PropertyInfo?.AttributeProvider is PropertyInfo property
        ? Text(Of(property.DeclaringType!)?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == property.Name))
        : field.Path.IsEmpty ? Text(Of(field.TypeInfo.Type)?.Element("summary")) : null;

    private static XElement? Of(Type type) => Known.GetOrAdd(type.Assembly, Read).GetValueOrDefault("T:" + type.FullName?.Replace('+', '.'));

    private static Dictionary<string, XElement> Read(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        return File.Exists(file) ? XDocument.Load(file).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!) : [];
    }

    private static string? Text(XElement? text) => text is null ? null : Spaces().Replace(text.Value, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
