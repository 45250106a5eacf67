using System.Text.Json.Nodes;
using Shop.EventBridge;
using Shop.Events;

namespace Shop.Tools;

/// <summary>
/// A file in Terraform's JSON syntax. Values are templates: Terraform evaluates <c>${…}</c>, and <see cref="Literal"/> escapes text that it
/// must not evaluate.
/// </summary>
internal sealed class TerraformFile
{
    private readonly JsonObject _root = [];

    /// <summary>Adds a resource; the label is its name within the configuration.</summary>
    public void Resource(string type, string label, JsonObject arguments) => Block("resource", type)[label] = arguments;

    /// <summary>Adds a data source.</summary>
    public void Data(string type, string label, JsonObject arguments) => Block("data", type)[label] = arguments;

    /// <summary>Adds a policy, referred to by <see cref="PolicyJson"/>; with a count, none or one.</summary>
    public void Policy(string label, Policy policy, string? count = null)
    {
        var arguments = new JsonObject { ["statement"] = new JsonArray([.. policy.Statements.Select(Statement)]) };
        if (count is not null)
            arguments.Insert(0, "count", count);
        Data("aws_iam_policy_document", label, arguments);
    }

    /// <summary>The JSON of a <see cref="Policy"/>.</summary>
    public static string PolicyJson(string label) => $"${{data.aws_iam_policy_document.{label}.json}}";

    /// <summary>Adds an input variable.</summary>
    public void Variable(string name, JsonObject arguments) => Block("variable")[name] = arguments;

    /// <summary>Adds an output value.</summary>
    public void Output(string name, string description, string value) =>
        Block("output")[name] = new JsonObject { ["description"] = description, ["value"] = value };

    /// <summary>Sets Terraform's own settings.</summary>
    public void Settings(JsonObject settings) => _root["terraform"] = settings;

    /// <summary>Escapes text so that Terraform evaluates nothing in it.</summary>
    public static string Literal(string text) =>
        text.Replace("${", "$${", StringComparison.Ordinal).Replace("%{", "%%{", StringComparison.Ordinal);

    public override string ToString() => EventSchema.Text(_root);

    private JsonObject Block(params string[] path)
    {
        var place = _root;
        foreach (var step in path)
            place = (JsonObject)(place[step] ??= new JsonObject());
        return place;
    }

    private static JsonObject Statement(PolicyStatement statement)
    {
        var json = new JsonObject
        {
            ["sid"] = statement.Sid, ["effect"] = statement.Effect, ["actions"] = Texts(statement.Actions), ["resources"] = Texts(statement.Resources),
        };
        if (statement.By is { } by)
            json["principals"] = new JsonArray(new JsonObject { ["type"] = by.Type, ["identifiers"] = Identifiers(by.Name) });
        if (statement.Conditions.Count > 0)
            json["condition"] = new JsonArray([.. statement.Conditions.Select(condition => new JsonObject
            {
                ["test"] = condition.Test, ["variable"] = condition.Key, ["values"] = Texts(condition.Values),
            })]);
        return json;
    }

    /// <summary>An expression evaluates to the whole list.</summary>
    private static JsonNode Identifiers(string name) => name.StartsWith("${", StringComparison.Ordinal) ? JsonValue.Create(name) : new JsonArray(name);

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
