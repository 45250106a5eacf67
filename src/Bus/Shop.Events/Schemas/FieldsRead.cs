using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Events;

/// <summary>
/// The fields of events that a module's code reads: those whose getters its assembly references. Code that passes a whole event to a
/// serializer or to reflection is not detected.
/// </summary>
public sealed class FieldsRead
{
    private readonly HashSet<(string Type, string Member)> _named;

    private FieldsRead(HashSet<(string, string)> named) => _named = named;

    /// <summary>The members of other assemblies' types that an assembly references.</summary>
    public static FieldsRead By(Assembly reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using var file = new PEReader(File.OpenRead(reader.Location));
        var metadata = file.GetMetadataReader();
        return new FieldsRead(
        [
            .. from handle in metadata.MemberReferences
               let member = metadata.GetMemberReference(handle)
               where member.Parent.Kind == HandleKind.TypeReference
               let type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent)
               select ($"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}", metadata.GetString(member.Name)),
        ]);
    }

    /// <summary>
    /// The fields of an event that it reads, as dotted paths inside <c>detail</c>: <c>items.productId</c>. In ordinal order.
    /// </summary>
    public IReadOnlyList<string> Of(EventContract received)
    {
        ArgumentNullException.ThrowIfNull(received);
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        Add(paths, received.Type, "");
        return [.. paths];
    }

    private void Add(SortedSet<string> paths, Type type, string prefix)
    {
        foreach (var field in EventJson.Options.GetTypeInfo(type).Properties.Where(
            field => field.AttributeProvider is PropertyInfo property && Reads(property)))
        {
            paths.Add(prefix + field.Name);
            var inner = EventJson.Options.GetTypeInfo(field.PropertyType);
            inner = inner.ElementType is { } element ? EventJson.Options.GetTypeInfo(element) : inner;
            if (inner.Kind == JsonTypeInfoKind.Object)
                Add(paths, inner.Type, prefix + field.Name + ".");
        }
    }

    private bool Reads(PropertyInfo property) =>
        _named.Contains((property.DeclaringType!.FullName!, "get_" + property.Name)) || _named.Contains((property.DeclaringType!.FullName!, "Deconstruct"));
}
