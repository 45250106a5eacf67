using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shop.EndToEnd.Tests.Contract;

/// <summary>Generates requests for an operation from its description: valid, or with one part damaged.</summary>
internal sealed class AnyRequest(ApiDescription api, Known known, Random dice)
{
    private static readonly string[] Strange =
        ["", " ", "-1", "0", "99999999999999999999", "1e400", "null", "true", "' or 1=1 --", "../..", "a b", "{}", "[]", "\"", "ORD-00000000000000000000000000", new('x', 2_000)];

    public HttpRequestMessage Make(ApiOperation operation, bool damaged)
    {
        var body = operation.BodySchema;
        var damagesBody = damaged && body is not null && dice.Next(3) > 0;
        var victim = damaged && !damagesBody ? Pick([.. operation.Parameters, null]) : null;
        var (path, query, headers) = (operation.Path, new List<string>(), new List<(string, string)>());
        foreach (var parameter in operation.Parameters)
        {
            var name = (string)parameter["name"]!;
            var value = parameter == victim ? Pick(Strange) : Value(operation, parameter, path);
            var isRequired = (bool?)parameter["required"] ?? false;
            if (value is null || (!isRequired && dice.Next(2) == 0) || (parameter == victim && (string)parameter["in"]! == "header" && dice.Next(2) == 0))
                continue;
            switch ((string)parameter["in"]!)
            {
                case "path": path = Regex.Replace(path, $"{{{name}[^}}]*}}", Uri.EscapeDataString(value.Trim() is ("" or "../..") ? "none" : value).Replace("$", "$$", StringComparison.Ordinal)); break;
                case "query": query.Add($"{name}={Uri.EscapeDataString(parameter == victim && dice.Next(4) == 0 ? "\0" : value)}"); break;
                // A client's own library sends nothing else in a header.
                default: headers.Add((name, Ascii.IsValid(value) ? value : "kite")); break;
            }
        }
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), path + (query.Count > 0 ? "?" + string.Join('&', query) : ""));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = damagesBody ? Damaged(Json(body, "", 0)) : Content(Json(body, "", 0)?.ToJsonString() ?? "null");
        return request;
    }

    private string? Value(ApiOperation operation, JsonObject parameter, string path)
    {
        var name = (string)parameter["name"]!;
        return name switch
        {
            "Idempotency-Key" => Guid.NewGuid().ToString(),
            "If-Match" => known.Tag(path) ?? "\"unknown\"",
            "If-None-Match" => known.Tag(path),
            "Last-Event-ID" or "cursor" => null,
            _ when (string)parameter["in"]! == "path" && dice.Next(10) > 0 => known.Value(operation.Path, name, dice) ?? Json(parameter["schema"]!, name, 0)!.ToString(),
            _ => Json(parameter["schema"]!, name, 0)?.ToString(),
        };
    }

    private JsonNode? Json(JsonNode schema, string name, int depth)
    {
        var plain = api.Plain(schema);
        if ((plain["oneOf"] ?? plain["anyOf"]) is JsonArray alternatives)
            return Json(Pick([.. alternatives])!, name, depth);
        if (plain["enum"] is JsonArray words)
            return Pick([.. words])?.DeepClone();
        var types = plain["type"] is { } type ? SchemaFit.Types(type).ToList() : ["string"];
        return Pick(types.Count > 1 && dice.Next(4) > 0 ? [.. types.Where(one => one != "null")] : types) switch
        {
            "object" => Object(plain, depth),
            "array" => new JsonArray([.. Enumerable.Range(0, dice.Next(1, 3)).Select(_ => Json(plain["items"]!, name, depth + 1))]),
            "integer" or "number" => Number(plain, name),
            "boolean" => dice.Next(2) == 0,
            "string" => dice.Next(10) > 0 && known.Value(name, dice) is { } seen ? seen : Text(plain),
            _ => null,
        };
    }

    private JsonObject Object(JsonObject schema, int depth)
    {
        var required = (schema["required"]?.AsArray() ?? []).Select(name => (string)name!).ToHashSet();
        var json = new JsonObject();
        foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
            if (required.Contains(name) || (depth < 5 && dice.Next(2) == 0))
                json[name] = Json(member!, name, depth + 1);
        return json;
    }

    private long Number(JsonObject schema, string name)
    {
        var least = Limit(schema["minimum"]) ?? (name is "quantity" or "rate" ? 1 : 0);
        var limit = Math.Min(Limit(schema["maximum"]) ?? long.MaxValue, least + (dice.Next(4) == 0 ? 1_000_000 : 3));
        return dice.NextInt64(least, limit + 1);
    }

    private static long? Limit(JsonNode? limit) => limit is null ? null : (long)double.Parse(limit.ToString(), CultureInfo.InvariantCulture);

    private string Text(JsonObject schema)
    {
        if ((string?)schema["format"] == "date-time")
            return DateTimeOffset.UtcNow.AddMinutes(-dice.Next(100)).ToString("O", CultureInfo.InvariantCulture);
        if ((string?)schema["format"] == "uuid")
            return Guid.NewGuid().ToString();
        var pattern = (string?)schema["pattern"];
        string[] candidates = [$"some-{dice.Next(1_000_000)}", $"SOME-{dice.Next(100)}", "kite", "Zürich Öst", "a"];
        var fitting = candidates.Where(text => (pattern is null || Regex.IsMatch(text, pattern)) && text.Length >= (Limit(schema["minLength"]) ?? 0)).ToList();
        return fitting.Count > 0 ? Pick(fitting)! : new string('a', (int)(Limit(schema["minLength"]) ?? 1));
    }

    private ByteArrayContent Damaged(JsonNode? json)
    {
        var text = json?.ToJsonString() ?? "null";
        return dice.Next(8) switch
        {
            0 => Content(text[..dice.Next(text.Length)]),
            1 => Content("null"),
            2 => Content(string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60))),
            3 => Content(text, "text/plain"),
            4 => Content(new string(' ', 70_000) + text),
            _ => Content(Mangled(json)?.ToJsonString() ?? "null"),
        };
    }

    /// <summary>Removes, adds or replaces something at a random place.</summary>
    private JsonNode? Mangled(JsonNode? json)
    {
        JsonNode? Wrong() => dice.Next(9) switch
        {
            0 => null, 1 => -1, 2 => 1e300, 3 => "\u0000", 4 => new string('y', 5_000), 5 => new JsonArray(), 6 => new JsonObject(), 7 => 0.5, _ => " ",
        };
        var place = json;
        while (place is JsonObject or JsonArray)
        {
            if (place is JsonArray { Count: > 0 } list)
            {
                if (list[0] is JsonObject first && dice.Next(3) > 0) place = first;
                else { list.Add(Wrong()); return json; }
                continue;
            }
            if (place is not JsonObject { Count: > 0 } it)
                return Wrong();
            var name = Pick([.. it.Select(member => member.Key)])!;
            if (it[name] is JsonObject or JsonArray && dice.Next(3) > 0) { place = it[name]; continue; }
            switch (dice.Next(4))
            {
                case 0: it.Remove(name); break;
                case 1: it["notAMember"] = Wrong(); break;
                default: it[name] = Wrong(); break;
            }
            return json;
        }
        return Wrong();
    }

    private static ByteArrayContent Content(string text, string type = "application/json") =>
        new(Encoding.UTF8.GetBytes(text)) { Headers = { { "Content-Type", type } } };

    private T? Pick<T>(IReadOnlyList<T> all) => all.Count == 0 ? default : all[dice.Next(all.Count)];
}
