using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shop.Host.Commands.Patterns;

/// <summary>Runs a file of cases, one JSON object a line, and says how the answers compare with what the cases expect.</summary>
internal static class CaseFile
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // An event may nest 1,000 deep, and stands inside the case.
    private static readonly JsonDocumentOptions AsDeepAsEvents = new() { MaxDepth = 1010 };

    /// <summary>Answers one case; the answer is expected when the case says nothing else.</summary>
    public delegate (JsonObject Answer, bool AsExpected) Check(JsonElement @case);

    /// <summary>Prints one JSON line a case and one for all. Returns the exit code: 0, or 1 when an answer is not the expected one.</summary>
    public static int Run(FileInfo cases, Check check, TextWriter output)
    {
        int count = 0, differences = 0;
        foreach (var line in File.ReadLines(cases.FullName).Where(line => line.Length > 0))
        {
            using var @case = JsonDocument.Parse(line, AsDeepAsEvents);
            var (answer, asExpected) = check(@case.RootElement);
            if (!asExpected)
                answer.Add("difference", true);
            output.WriteLine(answer.ToJsonString(Readable));
            count++;
            differences += asExpected ? 0 : 1;
        }
        output.WriteLine(new JsonObject { ["cases"] = count, ["differences"] = differences }.ToJsonString());
        return differences == 0 ? 0 : 1;
    }
}
