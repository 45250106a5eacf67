using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Shop.Web;

/// <summary>The docstrings of an assembly's types and members, from the XML file that the compiler writes beside it.</summary>
public sealed partial class Docstrings
{
    private static readonly ConcurrentDictionary<Assembly, Docstrings> Read = new();

    private readonly Dictionary<string, XElement> _members;

    private Docstrings(IEnumerable<XElement> members) => _members = members.ToDictionary(member => (string)member.Attribute("name")!);

    /// <summary>Reads an assembly's docstrings; there are none without a file, as for assemblies of others.</summary>
    public static Docstrings Of(Assembly assembly) => Read.GetOrAdd(assembly, static from =>
    {
        var file = Path.Combine(AppContext.BaseDirectory, from.GetName().Name + ".xml");
        return new Docstrings(File.Exists(file) ? XDocument.Load(file).Descendants("member") : []);
    });

    /// <summary>The summary of a type, as Markdown on one line; empty without one.</summary>
    public string Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Markdown(Find($"T:{Name(type)}")?.Element("summary"));
    }

    /// <summary>The summary of a property; for a record's, what the record says about the parameter.</summary>
    public string Of(PropertyInfo property)
    {
        ArgumentNullException.ThrowIfNull(property);
        var type = Name(property.DeclaringType!);
        return Markdown(Find($"P:{type}.{property.Name}")?.Element("summary")
            ?? Find($"T:{type}")?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == property.Name));
    }

    /// <summary>The summary of a field.</summary>
    public string Of(FieldInfo field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return Markdown(Find($"F:{Name(field.DeclaringType!)}.{field.Name}")?.Element("summary"));
    }

    private static string Name(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private XElement? Find(string member) => _members.GetValueOrDefault(member);

    private static string Markdown(XElement? text) =>
        text is null ? "" : Spaces().Replace(string.Concat(text.Nodes().Select(Markdown)), " ").Trim();

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value.Replace("<", "&lt;", StringComparison.Ordinal),
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see when (string?)see.Attribute("cref") is { } cref => $"`{cref.Split('(')[0].Split('.')[^1]}`",
        XElement { Name.LocalName: "paramref" } other => $"`{(string?)other.Attribute("name")}`",
        XElement other => other.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
