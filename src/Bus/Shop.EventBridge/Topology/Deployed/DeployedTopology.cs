using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Shop.EventBridge;

/// <summary>A topology as it is deployed on AWS or an emulator: compares it with the code, and creates it.</summary>
/// <param name="topology">The topology that the code declares.</param>
/// <param name="events">EventBridge.</param>
/// <param name="sqs">SQS.</param>
/// <param name="cloudWatch">CloudWatch.</param>
public sealed partial class DeployedTopology(Topology topology, EventBridgeClient events, IAmazonSQS sqs, AwsJsonClient cloudWatch)
{
    private readonly DeployedAlarms _alarms = new(topology, cloudWatch);

    /// <summary>Queries AWS, or an emulator, with clients of its own.</summary>
    /// <param name="topology">The topology that the code declares.</param>
    /// <param name="options">Region or URL.</param>
    /// <param name="ask">The query.</param>
    /// <exception cref="AwsUnreachableException">It cannot be reached, or returned an error.</exception>
    public static async Task<T> Ask<T>(Topology topology, AwsOptions options, Func<DeployedTopology, Task<T>> ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            using var events = AwsClients.EventBridge(options);
            using var sqs = AwsClients.Sqs(options);
            using var cloudWatch = AwsClients.CloudWatch(options);
            return await ask(new DeployedTopology(topology, events, sqs, cloudWatch));
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or InvalidOperationException)
        {
            throw new AwsUnreachableException(options.Location, e);
        }
    }

    private string Bus => topology.Names.EventBus;

    /// <summary>Compares the deployed topology with the code's.</summary>
    /// <returns>A sentence for each difference; empty if there is none.</returns>
    public async Task<IReadOnlyList<string>> Differences(CancellationToken ct)
    {
        if (await BusArn(ct) is not { } arn)
            return [$"event bus {Bus}: is not there, and so nothing else is"];
        var arns = Arns.Beside(topology.Names, arn);
        var wanted = Facts.Of(topology, arns);
        _alarms.AddWanted(wanted, arns);
        return Drift.Between(wanted, await Deployed(ct));
    }

    private async Task<Facts> Deployed(CancellationToken ct)
    {
        var facts = new Facts { [$"event bus {Bus}"] = [] };
        if (await Archive(ct) is { } archive)
            facts[$"archive {archive.ArchiveName}"] = Facts.Archive(archive.RetentionDays ?? 0, archive.EventPattern, archive.State);
        await foreach (var (rule, targets) in OwnRules(ct))
            facts[Facts.Rule(rule.Name)] = Facts.Rule(rule.EventPattern, rule.State, targets);
        foreach (var queue in topology.Queues)
            if (await UrlOf(queue, ct) is { } url)
                facts[Facts.Queue(queue.Name)] = QueueAttributes.Facts((await sqs.GetQueueAttributesAsync(url, ["All"], ct)).Attributes ?? []);
        await _alarms.AddDeployed(facts, ct);
        return facts;
    }

    /// <summary>
    /// The topology's rules, and other rules that feed a queue of the shop. All other rules on the bus are not the shop's.
    /// </summary>
    private async IAsyncEnumerable<(RuleOutput Rule, IReadOnlyList<TargetInput> Targets)> OwnRules(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var known = topology.Rules.Select(rule => rule.Name).ToHashSet();
        var queues = topology.Modules.Select(module => module.Queue.Name).ToHashSet();
        await foreach (var rule in AllRules(ct))
        {
            var targets = await TargetsOf(rule.Name, ct);
            if (known.Contains(rule.Name) || targets.Any(target => queues.Contains(target.Arn.Split(':')[^1])))
                yield return (rule, targets);
        }
    }

    private async IAsyncEnumerable<RuleOutput> AllRules([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        string? next = null;
        do
        {
            var page = await events.Call<RulesOutput>("ListRules", new { EventBusName = Bus, NextToken = next }, ct);
            foreach (var rule in page.Rules ?? [])
                yield return rule;
            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));
    }

    private async Task<IReadOnlyList<TargetInput>> TargetsOf(string rule, CancellationToken ct) =>
        (await events.Call<TargetsOutput>("ListTargetsByRule", new { Rule = rule, EventBusName = Bus }, ct)).Targets ?? [];

    private async Task<string?> BusArn(CancellationToken ct) =>
        (await IfThere(() => events.Call<EventBusOutput>("DescribeEventBus", new { Name = Bus }, ct)))?.Arn;

    private Task<ArchiveOutput?> Archive(CancellationToken ct) =>
        IfThere(() => events.Call<ArchiveOutput>("DescribeArchive", new { ArchiveName = topology.Archive.Name }, ct));

    private async Task<string?> UrlOf(QueueShape queue, CancellationToken ct)
    {
        try
        {
            return (await sqs.GetQueueUrlAsync(queue.Name, ct)).QueueUrl;
        }
        catch (QueueDoesNotExistException)
        {
            return null;
        }
    }

    private static async Task<T?> IfThere<T>(Func<Task<T>> ask) where T : class
    {
        try
        {
            return await ask();
        }
        catch (AmazonServiceException e) when (e.ErrorCode == "ResourceNotFoundException")
        {
            return null;
        }
    }
}
