using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shop.EndToEnd.Tests.Contract;

/// <summary>Values from responses that a client may send back: ids, cursors and ETags. And the few values that no schema has.</summary>
internal sealed class Known
{
    private const int MostOfAName = 30;

    private readonly Dictionary<string, List<string>> _seen = new()
    {
        ["currency"] = ["USD"], ["country"] = ["US"], ["email"] = ["ada@example.com"], ["paymentToken"] = ["tok_ok", "tok_declined"],
    };

    private readonly Dictionary<string, string> _tags = [];

    /// <summary>Collects named texts from a response.</summary>
    public void Learn(JsonNode? answer)
    {
        foreach (var item in answer as JsonArray ?? [])
            Learn(item);
        foreach (var (name, value) in answer as JsonObject ?? [])
        {
            if (value?.GetValueKind() == JsonValueKind.String) Learn(name, (string)value!);
            else Learn(value);
        }
    }

    private void Learn(string name, string value)
    {
        if (!name.EndsWith("id", StringComparison.OrdinalIgnoreCase) || value.Length is 0 or > 100)
            return;
        if (!_seen.TryGetValue(name, out var values))
            _seen[name] = values = [];
        if (values.Contains(value))
            return;
        if (values.Count == MostOfAName)
            values.RemoveAt(0);
        values.Add(value);
    }

    public void LearnTag(string path, string? tag)
    {
        if (tag is not null)
            _tags[path] = tag;
    }

    /// <summary>The ETag of a path's resource, or of its parent.</summary>
    public string? Tag(string path)
    {
        for (; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOf('/'))])
            if (_tags.TryGetValue(path, out var tag))
                return tag;
        return null;
    }

    /// <summary>A value seen under this name; null if there is none.</summary>
    public string? Value(string name, Random dice) => _seen.TryGetValue(name, out var values) ? values[dice.Next(values.Count)] : null;

    /// <summary>A value for a parameter of a path: <c>{id}</c> in <c>/v1/orders/{id}</c> is an orderId.</summary>
    public string? Value(string path, string parameter, Random dice)
    {
        if (Value(parameter, dice) is { } same && parameter != "id")
            return same;
        var words = path[..path.IndexOf($"{{{parameter}", StringComparison.Ordinal)].TrimEnd('/').Split('/')[^1].TrimEnd('s').Split('-');
        return Value(words[^1] + "Id", dice) ?? Value(words[0] + "Id", dice) ?? Value("id", dice);
    }
}
