using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Shop.EndToEnd.Tests;

/// <summary>
/// The operations that create and describe buses, archives, rules, queues, alarms and dashboards, over HTTP on loopback. It routes no
/// events.
/// </summary>
internal sealed class RememberedAws : IAsyncDisposable
{
    private const string Arn = "arn:aws:events:eu-west-1:111122223333:";

    private readonly WebApplication _app;

    private RememberedAws(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>
    /// The resources by kind and name: <c>Buses</c>, <c>Archives</c>, <c>Rules</c>, <c>Targets</c>, <c>Queues</c>, <c>Alarms</c>,
    /// <c>Dashboards</c>.
    /// </summary>
    public ConcurrentDictionary<(string Kind, string Name), JsonObject> Things { get; } = [];

    public JsonObject this[string kind, string name] => Things[(kind, name)];

    public static async Task<RememberedAws> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var aws = new RememberedAws(app);
        app.Run(aws.Answer);
        await app.StartAsync();
        return aws;
    }

    private async Task Answer(HttpContext http)
    {
        var input = (await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted))!.AsObject();
        var answer = Do(http.Request.Headers["X-Amz-Target"].ToString().Split('.')[^1], input);
        http.Response.StatusCode = answer.ContainsKey("__type") ? 400 : 200;
        http.Response.ContentType = "application/x-amz-json-1.1";
        await http.Response.WriteAsync(answer.ToJsonString(), http.RequestAborted);
    }

    private JsonObject Do(string operation, JsonObject input) => operation switch
    {
        "CreateEventBus" => Keep("Buses", Text(input, "Name"), new JsonObject { ["EventBusArn"] = $"{Arn}event-bus/{Text(input, "Name")}" }),
        "DescribeEventBus" => Find("Buses", Text(input, "Name")) is { } bus ? new JsonObject { ["Arn"] = bus["EventBusArn"]!.DeepClone() } : NotThere("ResourceNotFoundException"),
        "CreateArchive" or "UpdateArchive" => Keep("Archives", Text(input, "ArchiveName"), With(input, "State", "ENABLED")),
        "DescribeArchive" => Find("Archives", Text(input, "ArchiveName")) ?? NotThere("ResourceNotFoundException"),
        "PutRule" => Keep("Rules", Text(input, "Name"), input),
        "DeleteRule" => Remove("Rules", Text(input, "Name")),
        "ListRules" => new JsonObject { ["Rules"] = new JsonArray([.. Things.Where(thing => thing.Key.Kind == "Rules").Select(thing => thing.Value.DeepClone())]) },
        "PutTargets" => Keep("Targets", Text(input, "Rule"), With(input, "FailedEntryCount", 0)),
        "RemoveTargets" => Remove("Targets", Text(input, "Rule")),
        "ListTargetsByRule" => Find("Targets", Text(input, "Rule")) ?? [],
        "CreateQueue" => Keep("Queues", Text(input, "QueueName"), new JsonObject { ["QueueUrl"] = $"{Url}/111122223333/{Text(input, "QueueName")}", ["Attributes"] = new JsonObject() }),
        "GetQueueUrl" => Find("Queues", Text(input, "QueueName")) ?? NotThere("com.amazonaws.sqs#QueueDoesNotExist"),
        "SetQueueAttributes" => Keep("Queues", QueueOf(input), new JsonObject { ["QueueUrl"] = input["QueueUrl"]!.DeepClone(), ["Attributes"] = input["Attributes"]!.DeepClone() }),
        "GetQueueAttributes" => Find("Queues", QueueOf(input))!,
        "PutMetricAlarm" => Keep("Alarms", Text(input, "AlarmName"), input),
        "DescribeAlarms" => new JsonObject { ["MetricAlarms"] = new JsonArray([.. input["AlarmNames"]!.AsArray().Select(name => Find("Alarms", (string)name!)).Where(alarm => alarm is not null)]) },
        "PutDashboard" => Keep("Dashboards", Text(input, "DashboardName"), input),
        "GetDashboard" => Find("Dashboards", Text(input, "DashboardName")) ?? NotThere("ResourceNotFound"),
        _ => NotThere("UnknownOperationException"),
    };

    private JsonObject Keep(string kind, string name, JsonObject thing) => (JsonObject)(Things[(kind, name)] = (JsonObject)thing.DeepClone()).DeepClone();

    private JsonObject? Find(string kind, string name) => Things.TryGetValue((kind, name), out var thing) ? (JsonObject)thing.DeepClone() : null;

    private JsonObject Remove(string kind, string name) => Things.TryRemove((kind, name), out _) ? [] : NotThere("ResourceNotFoundException");

    private static JsonObject With(JsonObject input, string name, JsonNode value)
    {
        input[name] = value;
        return input;
    }

    private static string Text(JsonObject input, string name) => input[name]!.GetValue<string>();

    private static string QueueOf(JsonObject input) => Text(input, "QueueUrl").Split('/')[^1];

    private static JsonObject NotThere(string type) => new() { ["__type"] = type, ["message"] = "There is no such thing." };

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
