using System.Text;
using System.Text.Json.Nodes;

namespace Shop.Tools;

/// <summary>Every route of the API's description, by tag.</summary>
internal static class HttpApiPage
{
    public static string Text(JsonObject api)
    {
        var routes =
            from path in api["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            where operation.Value is JsonObject
            let tag = (string?)operation.Value!["tags"]?[0]
                ?? throw new InvalidOperationException($"{operation.Key} {path.Key} has no tag: add WithTags(…).")
            orderby tag, path.Key, operation.Key
            group (Route: $"{operation.Key.ToUpperInvariant()} {path.Key}", Operation: operation.Value!.AsObject()) by tag;
        var text = new StringBuilder();
        foreach (var tag in routes)
            text.Append($"## {tag.Key}\n\n").Append(Markdown.Table(
                ["route", "", "details"],
                tag.Select(one => (IReadOnlyList<string>)
                    [Markdown.Code(one.Route), (string?)one.Operation["summary"] ?? "", (string?)one.Operation["description"] ?? ""])));
        return text.ToString();
    }
}
