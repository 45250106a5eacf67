using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Shop.EndToEnd.Tests;

/// <summary>Sends an .http file's requests from top to bottom; each may use the responses of those above it.</summary>
internal sealed partial class HttpFileRun(HttpFile file, IReadOnlyDictionary<string, string> instead)
{
    private readonly Dictionary<string, (HttpResponseMessage Answer, string Body)> _answers = [];

    /// <param name="http">The client.</param>
    /// <param name="before">Runs before each request.</param>
    /// <param name="ct">Cancels the run.</param>
    public async Task Send(HttpClient http, Func<HttpFileRequest, Task> before, CancellationToken ct)
    {
        foreach (var request in file.Requests)
        {
            await before(request);
            using var message = Message(request);
            var answer = await http.SendAsync(message, ct);
            var body = await answer.Content.ReadAsStringAsync(ct);
            var published = $"{message.Method} {message.RequestUri} answered {(int)answer.StatusCode}: {body}";
            Assert.True(request.Status == (int)answer.StatusCode, published);
            foreach (var (path, value) in request.Holds)
                Assert.True(At(body, path) == Filled(value), $"{path} is not {Filled(value)}: {published}");
            if (request.Name is { } name)
                _answers[name] = (answer, body);
        }
    }

    private HttpRequestMessage Message(HttpFileRequest request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), Filled(request.Url));
        if (request.Body.Length > 0)
            message.Content = new StringContent(Filled(request.Body), Encoding.UTF8, "application/json");
        foreach (var (name, value) in request.Headers.Where(header => !header.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)))
            message.Headers.TryAddWithoutValidation(name, Filled(value));
        return message;
    }

    /// <summary>The text with its variables' values.</summary>
    private string Filled(string text) => Variable().Replace(text, match => Value(match.Groups[1].Value.Trim()));

    private string Value(string variable)
    {
        if (variable == "$guid")
            return Guid.NewGuid().ToString();
        if (instead.TryGetValue(variable, out var other) || file.Variables.TryGetValue(variable, out other))
            return other;
        if (variable.Split('.', 4) is not [var name, "response", var part, var path] || !_answers.TryGetValue(name, out var earlier))
            throw new FormatException($"{{{{{variable}}}}} is neither a variable of the file nor part of an earlier answer.");
        return part == "headers" ? string.Join(", ", earlier.Answer.Headers.GetValues(path)) : At(earlier.Body, path);
    }

    /// <summary>The value at a JSON path of names and indexes: <c>$.items[0].orderId</c>.</summary>
    private static string At(string body, string path)
    {
        var at = JsonSerializer.Deserialize<JsonElement>(body);
        foreach (Match step in Step().Matches(path))
            at = step.Groups["index"] is { Success: true } index ? at[int.Parse(index.Value, CultureInfo.InvariantCulture)] : at.GetProperty(step.Groups["name"].Value);
        return at.ValueKind == JsonValueKind.Null ? "null" : at.ToString();
    }

    [GeneratedRegex(@"\{\{(.+?)\}\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\.(?<name>\w+)|\[(?<index>\d+)\]")]
    private static partial Regex Step();
}
