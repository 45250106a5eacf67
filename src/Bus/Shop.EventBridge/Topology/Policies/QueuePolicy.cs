namespace Shop.EventBridge;

/// <summary>Lets EventBridge send to a queue, for the rules that feed it. It grants access to no one else.</summary>
internal static class QueuePolicy
{
    public static Policy Of(QueueShape queue, IArns arns)
    {
        var statements = new List<PolicyStatement>();
        if (queue.FedBy.Count > 0)
            statements.Add(new PolicyStatement("RulesPutEvents", ["sqs:SendMessage"], [arns.Of(queue)])
            {
                By = new PolicyPrincipal("Service", "events.amazonaws.com"),
                Conditions = [new PolicyCondition("ArnEquals", "aws:SourceArn", [.. queue.FedBy.Select(arns.Of)])],
            });
        statements.Add(new PolicyStatement("OnlyOverTls", ["sqs:*"], [arns.Of(queue)])
        {
            Denies = true,
            By = new PolicyPrincipal("*", "*"),
            Conditions = [new PolicyCondition("Bool", "aws:SecureTransport", ["false"])],
        });
        return new Policy(statements);
    }
}
