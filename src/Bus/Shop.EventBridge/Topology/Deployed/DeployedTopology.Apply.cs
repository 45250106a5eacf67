using Amazon.SQS.Model;

namespace Shop.EventBridge;

/// <summary>
/// Creates the topology: for emulators and tests. Production uses Terraform, which also creates the alarm topic, the schema registry and
/// the policies.
/// </summary>
public sealed partial class DeployedTopology
{
    /// <summary>
    /// Creates what is missing, updates what differs, and removes rules that feed the shop's queues and are no longer in the code.
    /// </summary>
    /// <exception cref="Amazon.Runtime.AmazonServiceException">AWS returned an error.</exception>
    public async Task Apply(CancellationToken ct)
    {
        var arns = Arns.Beside(topology.Names, await BusArn(ct) ?? (await events.Call<BusCreated>("CreateEventBus", new { Name = Bus }, ct)).EventBusArn);
        foreach (var queue in topology.Queues)
            await Make(queue, arns, ct);
        await MakeArchive(arns, ct);
        foreach (var module in topology.Modules)
            foreach (var rule in module.Rules)
                await Make(rule, module, arns, ct);
        await RemoveObsoleteRules(ct);
        await _alarms.Apply(arns, ct);
    }

    /// <summary>Creates without attributes: CreateQueue fails if the queue exists with different ones.</summary>
    private async Task Make(QueueShape queue, Arns arns, CancellationToken ct)
    {
        var url = await UrlOf(queue, ct) ?? (await sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = queue.Name }, ct)).QueueUrl;
        await sqs.SetQueueAttributesAsync(new SetQueueAttributesRequest { QueueUrl = url, Attributes = QueueAttributes.Of(queue, arns) }, ct);
    }

    private async Task MakeArchive(Arns arns, CancellationToken ct)
    {
        var archive = topology.Archive;
        if (await Archive(ct) is null)
            await events.Call("CreateArchive",
                new { ArchiveName = archive.Name, EventSourceArn = arns.Bus, EventPattern = archive.Pattern, RetentionDays = archive.Days }, ct);
        else
            await events.Call("UpdateArchive", new { ArchiveName = archive.Name, EventPattern = archive.Pattern, RetentionDays = archive.Days }, ct);
    }

    private async Task Make(RuleShape rule, ModuleTopology module, Arns arns, CancellationToken ct)
    {
        await events.Call("PutRule", new { rule.Name, EventBusName = Bus, EventPattern = rule.Pattern, State = "ENABLED", rule.Description }, ct);
        TargetInput[] targets = [TargetInput.Of(rule, module, arns)];
        var put = await events.Call<PutTargetsOutput>("PutTargets", new { Rule = rule.Name, EventBusName = Bus, Targets = targets }, ct);
        if (put is { FailedEntryCount: > 0, FailedEntries: [var failed, ..] })
            throw new InvalidOperationException($"EventBridge rejects {targets[0].Arn} as the target of {rule.Name}: {failed.ErrorCode} {failed.ErrorMessage}");
    }

    private async Task RemoveObsoleteRules(CancellationToken ct)
    {
        var known = topology.Rules.Select(rule => rule.Name).ToHashSet();
        var obsolete = new List<(RuleOutput Rule, IReadOnlyList<TargetInput> Targets)>();
        await foreach (var own in OwnRules(ct))
            if (!known.Contains(own.Rule.Name))
                obsolete.Add(own);
        foreach (var (rule, targets) in obsolete)
        {
            await events.Call("RemoveTargets", new { Rule = rule.Name, EventBusName = Bus, Ids = targets.Select(target => target.Id) }, ct);
            await events.Call("DeleteRule", new { rule.Name, EventBusName = Bus }, ct);
        }
    }

    private sealed record BusCreated(string EventBusArn);
}
