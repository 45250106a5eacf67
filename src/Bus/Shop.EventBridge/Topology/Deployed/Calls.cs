namespace Shop.EventBridge;

// Inputs and outputs of EventBridge's operations, as far as the topology needs them. The names are the API's.

internal sealed record EventBusOutput(string Arn);

internal sealed record ArchiveOutput(string ArchiveName, string? EventPattern, int? RetentionDays, string? State);

internal sealed record RulesOutput(IReadOnlyList<RuleOutput>? Rules, string? NextToken);

internal sealed record RuleOutput(string Name, string? EventPattern, string? State);

internal sealed record TargetsOutput(IReadOnlyList<TargetInput>? Targets, string? NextToken);

internal sealed record PutTargetsOutput(int FailedEntryCount, IReadOnlyList<FailedTarget>? FailedEntries);

internal sealed record FailedTarget(string TargetId, string ErrorCode, string? ErrorMessage);

internal sealed record TargetInput(string Id, string Arn, TargetRetry? RetryPolicy, TargetDeadLetters? DeadLetterConfig)
{
    public static TargetInput Of(RuleShape rule, ModuleTopology module, IArns arns) => new(
        rule.TargetId, arns.Of(module.Queue), new TargetRetry(rule.Retry.Attempts, (int)rule.Retry.MaxAge.TotalSeconds),
        new TargetDeadLetters(arns.Of(module.DeadLetters)));
}

internal sealed record TargetRetry(int? MaximumRetryAttempts, int? MaximumEventAgeInSeconds);

internal sealed record TargetDeadLetters(string? Arn);
