using System.Text.Json.Nodes;

namespace Shop.EventBridge;

/// <summary>An IAM policy.</summary>
/// <param name="Statements">What it allows and denies.</param>
public sealed record Policy(IReadOnlyList<PolicyStatement> Statements)
{
    /// <summary>The policy as AWS's JSON.</summary>
    public JsonObject ToJson() => new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. Statements.Select(statement => statement.ToJson())]) };
}

/// <summary>What a policy allows or denies.</summary>
/// <param name="Sid">Its name within the policy: letters and digits.</param>
/// <param name="Actions">The actions: <c>sqs:SendMessage</c>.</param>
/// <param name="Resources">Their targets: ARNs.</param>
public sealed record PolicyStatement(string Sid, IReadOnlyList<string> Actions, IReadOnlyList<string> Resources)
{
    /// <summary>Denied instead of allowed.</summary>
    public bool Denies { get; init; }

    /// <summary>The principal, in a policy of a resource; null in a policy of a role.</summary>
    public PolicyPrincipal? By { get; init; }

    /// <summary>Conditions that must all hold.</summary>
    public IReadOnlyList<PolicyCondition> Conditions { get; init; } = [];

    /// <summary><c>Allow</c> or <c>Deny</c>.</summary>
    public string Effect => Denies ? "Deny" : "Allow";

    internal JsonObject ToJson()
    {
        var json = new JsonObject { [nameof(Sid)] = Sid, [nameof(Effect)] = Effect };
        if (By is not null)
            json["Principal"] = By.Type == "*" ? "*" : new JsonObject { [By.Type] = By.Name };
        json["Action"] = Texts(Actions);
        json["Resource"] = Texts(Resources);
        foreach (var test in Conditions.GroupBy(condition => condition.Test))
        {
            var keys = new JsonObject(test.Select(condition => KeyValuePair.Create(condition.Key, (JsonNode?)Texts(condition.Values))));
            ((JsonObject)(json["Condition"] ??= new JsonObject()))[test.Key] = keys;
        }
        return json;
    }

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}

/// <summary>A principal.</summary>
/// <param name="Type"><c>Service</c>, <c>AWS</c>, or <c>*</c> for everyone.</param>
/// <param name="Name">Its name; <c>*</c> for everyone.</param>
public sealed record PolicyPrincipal(string Type, string Name);

/// <summary>A condition of a statement.</summary>
/// <param name="Test"><c>StringEquals</c>, <c>ForAllValues:StringEquals</c>.</param>
/// <param name="Key"><c>events:source</c>.</param>
/// <param name="Values">The allowed values.</param>
public sealed record PolicyCondition(string Test, string Key, IReadOnlyList<string> Values);
