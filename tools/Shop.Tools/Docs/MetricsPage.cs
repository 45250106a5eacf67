using System.Diagnostics.Metrics;
using System.Reflection;
using Shop.Web;

namespace Shop.Tools;

/// <summary>
/// Every instrument that is a static field of the shop. Its tags are in the field's docstring: <c>Tags: &lt;c&gt;module&lt;/c&gt;.</c>
/// </summary>
internal static class MetricsPage
{
    private const string TagsBegin = "Tags: ";

    public static string Text() => string.Concat(
        from instrument in Instruments()
        group instrument by instrument.Instrument.Meter.Name into meter
        orderby meter.Key
        select $"## {meter.Key}\n\n" + Markdown.Table(
            ["instrument", "kind", "unit", "tags", ""],
            meter.OrderBy(one => one.Instrument.Name, StringComparer.Ordinal).Select(one => (IReadOnlyList<string>)
            [
                Markdown.Code(one.Instrument.Name), KindOf(one.Instrument), Markdown.Code(one.Instrument.Unit ?? ""), one.Tags,
                one.Instrument.Description ?? "",
            ])));

    private static IEnumerable<(Instrument Instrument, string Tags)> Instruments() =>
        from assembly in ShopAssemblies.All
        from type in assembly.GetTypes()
        where !type.ContainsGenericParameters
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where typeof(Instrument).IsAssignableFrom(field.FieldType)
        select ((Instrument)field.GetValue(null)!, TagsOf(field));

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0].ToLowerInvariant();

    private static string TagsOf(FieldInfo field)
    {
        var summary = Docstrings.Of(field.DeclaringType!.Assembly).Of(field);
        return summary.StartsWith(TagsBegin, StringComparison.Ordinal)
            ? summary[TagsBegin.Length..].TrimEnd('.')
            : throw new InvalidOperationException(
                $"{field.DeclaringType.Name}.{field.Name} has no docstring that names its tags: "
                + "/// <summary>Tags: <c>module</c>.</summary>");
    }
}
