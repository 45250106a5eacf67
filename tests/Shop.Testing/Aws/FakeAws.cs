using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SQS;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.EventBridge;

namespace Shop.Testing;

/// <summary>
/// EventBridge and SQS over HTTP on loopback, as far as the shop uses them: rules are evaluated by Shop.Events, queues hide, return and
/// redrive messages, and every request's signature is checked. It fails on demand, in the ways in which AWS does.
/// </summary>
public sealed class FakeAws : IAsyncDisposable
{
    /// <summary>The account and region of its ARNs.</summary>
    public const string Account = "000000000000", Region = "us-east-1";

    /// <summary>The only credentials that it knows.</summary>
    public const string AccessKey = "AKIDFAKE", SecretKey = "a secret of tests";

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, FakeQueue> _queues = new();

    private FakeAws(WebApplication app)
    {
        _app = app;
        Events = new FakeEventBridge(FindQueue);
    }

    /// <summary>Its URL.</summary>
    public string Url => _app.Urls.Single();

    /// <summary>The buses and their rules.</summary>
    public FakeEventBridge Events { get; }

    /// <summary>How many requests had a wrong signature; they are rejected.</summary>
    public int Forged { get; private set; }

    /// <summary>The target of every request: <c>AWSEvents.PutEvents</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>Its queues, by name.</summary>
    public IReadOnlyDictionary<string, FakeQueue> Queues => _queues;

    /// <summary>Listens on a free port of 127.0.0.1, or on a given one.</summary>
    public static async Task<FakeAws> Start(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 2_000_000);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var aws = new FakeAws(app);
        app.Run(aws.Answer);
        await app.StartAsync();
        return aws;
    }

    /// <summary>The queue of that name; created if there is none.</summary>
    public FakeQueue Queue(string name) => _queues.GetOrAdd(name, made => new FakeQueue(made, FindQueue));

    /// <summary>Creates modules' queues and rules, as in the shop's infrastructure.</summary>
    public void Serve(IEnumerable<ModuleDeclaration> modules)
    {
        foreach (var module in Topology.Of([.. modules], new AwsOptions()).Modules)
        {
            Queue(module.DeadLetters.Name);
            Queue(module.Fallback.Name);
            Queue(module.Queue.Name).RedriveTo(module.DeadLetters.Name, QueueShape.MaxReceives);
            foreach (var rule in module.Rules)
                Events.Rule(rule.Name, rule.Pattern, module.Queue.Name, module.DeadLetters.Name);
        }
    }

    /// <summary>Settings that direct a shop here.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Bus:Aws:ServiceUrl", Url), new("Bus:Aws:Region", Region),
        new("AWS_ACCESS_KEY_ID", AccessKey), new("AWS_SECRET_ACCESS_KEY", SecretKey), new("AWS_EC2_METADATA_DISABLED", "true"),
    ];

    /// <summary>Clients with its credentials, which the SDK otherwise reads from the process's environment.</summary>
    public void AddClients(IServiceCollection services)
    {
        var (options, credentials) = (new AwsOptions { ServiceUrl = Url, Region = Region }, new BasicAWSCredentials(AccessKey, SecretKey));
        services.AddSingleton(AwsClients.EventBridge(options, credentials, retries: 0));
        services.AddSingleton<IAmazonSQS>(AwsClients.Sqs(options, credentials));
    }

    private FakeQueue? FindQueue(string name) => _queues.GetValueOrDefault(name);

    private async Task Answer(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var target = http.Request.Headers["X-Amz-Target"].ToString();
        if (!SigV4.Fits(http.Request, body.ToArray(), AccessKey, SecretKey))
        {
            Forged++;
            await FakeAnswer.Error(403, "InvalidSignatureException", "The signature does not fit the request.").Write(http);
            return;
        }
        using var input = JsonDocument.Parse(body.ToArray());
        using var waits = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _stopping.Token);
        var answer = await Do(target, input.RootElement, waits.Token);
        Calls.Enqueue(target);
        await answer.Write(http);
    }

    private async Task<FakeAnswer> Do(string target, JsonElement input, CancellationToken ct)
    {
        try
        {
            return target.Split('.') switch
            {
                ["AWSEvents", var operation] => await Events.Do(operation, input, ct),
                ["AmazonSQS", "CreateQueue"] => Named(Create(input)),
                ["AmazonSQS", "GetQueueUrl"] => FindQueue(input.GetProperty("QueueName").GetString()!) is { } queue ? Named(queue) : NoQueue,
                ["AmazonSQS", "ListQueues"] => FakeAnswer.Of(new { QueueUrls = _queues.Values.Select(queue => queue.Url(Url)) }),
                ["AmazonSQS", var operation] => FindQueue(input.GetProperty("QueueUrl").GetString()!.Split('/')[^1]) is { } queue ? await queue.Do(operation, input, ct) : NoQueue,
                _ => FakeAnswer.Error(400, "UnknownOperationException", target),
            };
        }
        catch (OperationCanceledException)
        {
            return FakeAnswer.Error(503, "ServiceUnavailable", "Stopping.");
        }
    }

    private FakeQueue Create(JsonElement input)
    {
        var queue = Queue(input.GetProperty("QueueName").GetString()!);
        if (input.TryGetProperty("Attributes", out var attributes))
            queue.Set(attributes);
        return queue;
    }

    private FakeAnswer Named(FakeQueue queue) => FakeAnswer.Of(new { QueueUrl = queue.Url(Url) });

    private static FakeAnswer NoQueue => FakeAnswer.Error(400, "com.amazonaws.sqs#QueueDoesNotExist", "There is no such queue.");

    /// <summary>Ends its calls and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }
}

/// <summary>A response.</summary>
internal sealed record FakeAnswer(int Status, byte[] Body)
{
    public static FakeAnswer Of(object body) => new(200, JsonSerializer.SerializeToUtf8Bytes(body));

    public static FakeAnswer Empty { get; } = new(200, "{}"u8.ToArray());

    public static FakeAnswer Error(int status, string type, string message) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["__type"] = type, ["message"] = message }));

    public async Task Write(HttpContext http)
    {
        http.Response.StatusCode = Status;
        http.Response.ContentType = "application/x-amz-json-1.1";
        http.Response.ContentLength = Body.Length;
        await http.Response.Body.WriteAsync(Body);
    }
}
