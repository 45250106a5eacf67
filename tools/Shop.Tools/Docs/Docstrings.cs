using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Shop.Tools;

/// <summary>The docstrings of an assembly's types and members, from the XML file that the compiler writes beside it.</summary>
internal sealed partial class Docstrings
{
    private readonly Dictionary<string, XElement> _members;

    private Docstrings(XDocument file) => _members = file.Descendants("member").ToDictionary(member => (string)member.Attribute("name")!);

    /// <summary>Reads an assembly's docstrings.</summary>
    public static Docstrings Of(Assembly assembly) => new(XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")));

    /// <summary>The summary of a type, as Markdown on one line; empty without one.</summary>
    public string Of(Type type) => Summary($"T:{Name(type)}");

    /// <summary>The summary of a property.</summary>
    public string Of(PropertyInfo property) => Summary($"P:{Name(property.DeclaringType!)}.{property.Name}");

    /// <summary>The summary of a field.</summary>
    public string Of(FieldInfo field) => Summary($"F:{Name(field.DeclaringType!)}.{field.Name}");

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    private string Summary(string member) =>
        _members.TryGetValue(member, out var found) && found.Element("summary") is { } summary
            ? Spaces().Replace(string.Concat(summary.Nodes().Select(Markdown)), " ").Trim()
            : "";

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value.Replace("<", "&lt;", StringComparison.Ordinal),
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see when (string?)see.Attribute("cref") is { } cref => $"`{cref.Split('(')[0].Split('.')[^1]}`",
        XElement other => other.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
