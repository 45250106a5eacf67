using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Shop.Events;

/// <summary>What the contracts' docstrings say of events and fields: the compiler writes them into an XML file beside the assembly.</summary>
internal static partial class Documentation
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Known = new();

    /// <summary>What is told of a field, or of the event itself; null where there is nothing.</summary>
    public static string? Of(JsonSchemaExporterContext field) => field.PropertyInfo?.AttributeProvider is PropertyInfo property
        ? Text(Of(property.DeclaringType!)?.Elements("param").FirstOrDefault(told => (string?)told.Attribute("name") == property.Name))
        : field.Path.IsEmpty ? Text(Of(field.TypeInfo.Type)?.Element("summary")) : null;

    private static XElement? Of(Type type) => Known.GetOrAdd(type.Assembly, Read).GetValueOrDefault("T:" + type.FullName?.Replace('+', '.'));

    private static Dictionary<string, XElement> Read(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        return File.Exists(file) ? XDocument.Load(file).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!) : [];
    }

    private static string? Text(XElement? told) => told is null ? null : Spaces().Replace(told.Value, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
