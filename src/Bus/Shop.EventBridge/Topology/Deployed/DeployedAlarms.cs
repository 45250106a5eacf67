using System.Globalization;
using Amazon.Runtime;

namespace Shop.EventBridge;

/// <summary>Alarms and the dashboard, on CloudWatch.</summary>
internal sealed class DeployedAlarms(Topology topology, AwsJsonClient cloudWatch)
{
    private const int MaxNames = 100;     // DescribeAlarms's limit

    private IEnumerable<AlarmShape> Alarms => topology.Modules.SelectMany(AlarmShape.Of);

    /// <summary>Adds the alarms and the dashboard that the code declares.</summary>
    public void AddWanted(Facts facts, Arns arns)
    {
        foreach (var alarm in Alarms)
            facts[$"alarm {alarm.Name}"] = FactsOf(AlarmInput.Of(alarm, arns));
        facts[$"dashboard {topology.Names.Dashboard}"] = FactsOf(Dashboard.Of(topology, arns.Region));
    }

    /// <summary>Adds those that are deployed.</summary>
    public async Task AddDeployed(Facts facts, CancellationToken ct)
    {
        foreach (var names in Alarms.Select(alarm => alarm.Name).Chunk(MaxNames))
            foreach (var alarm in (
                await cloudWatch.Call<AlarmsOutput>("DescribeAlarms", new { AlarmNames = names, MaxRecords = MaxNames }, ct)).MetricAlarms ?? [])
                facts[$"alarm {alarm.AlarmName}"] = FactsOf(alarm);
        if (await DashboardBody(ct) is { } body)
            facts[$"dashboard {topology.Names.Dashboard}"] = FactsOf(body);
    }

    public async Task Apply(Arns arns, CancellationToken ct)
    {
        foreach (var alarm in Alarms)
            await cloudWatch.Call("PutMetricAlarm", AlarmInput.Of(alarm, arns), ct);
        await cloudWatch.Call("PutDashboard", new { DashboardName = topology.Names.Dashboard, DashboardBody = Dashboard.Of(topology, arns.Region) }, ct);
    }

    private async Task<string?> DashboardBody(CancellationToken ct)
    {
        try
        {
            return (await cloudWatch.Call<DashboardOutput>("GetDashboard", new { DashboardName = topology.Names.Dashboard }, ct)).DashboardBody;
        }
        catch (AmazonServiceException e) when (e.ErrorCode is "ResourceNotFound" or "DashboardNotFoundError" or "ResourceNotFoundException")
        {
            return null;
        }
    }

    private static Facts.Properties FactsOf(AlarmInput alarm) => new()
    {
        ["metric"] = $"{alarm.Namespace} {alarm.MetricName} of "
            + $"{string.Join(", ", (alarm.Dimensions ?? []).Select(dimension => $"{dimension.Name} {dimension.Value}"))}",
        ["condition"] = string.Create(CultureInfo.InvariantCulture,
            $"{alarm.Statistic} of {alarm.Period} s, {alarm.EvaluationPeriods} times "
            + $"{alarm.ComparisonOperator} {alarm.Threshold}, without data {alarm.TreatMissingData}"),
        ["alarm actions"] = string.Join(", ", alarm.AlarmActions ?? []),
        ["OK actions"] = string.Join(", ", alarm.OKActions ?? []),
    };

    private static Facts.Properties FactsOf(string dashboard) => new() { ["body"] = JsonEquality.Of(dashboard) };
}

// Inputs and outputs of CloudWatch's operations, as far as the topology needs them. The names are the API's.

internal sealed record AlarmInput(
    string AlarmName, string? AlarmDescription, string? Namespace, string? MetricName, IReadOnlyList<AlarmDimension>? Dimensions, string? Statistic,
    int? Period,
    int? EvaluationPeriods, string? ComparisonOperator, double? Threshold, string? TreatMissingData, IReadOnlyList<string>? AlarmActions,
    IReadOnlyList<string>? OKActions)
{
    public static AlarmInput Of(AlarmShape alarm, IArns arns) => new(
        alarm.Name, alarm.Description, "AWS/SQS", alarm.Metric, [new AlarmDimension("QueueName", alarm.Queue.Name)], "Maximum", AlarmShape.Period,
        1, "GreaterThanThreshold", alarm.Above, "notBreaching", [arns.Topic], [arns.Topic]);
}

internal sealed record AlarmDimension(string Name, string Value);

internal sealed record AlarmsOutput(IReadOnlyList<AlarmInput>? MetricAlarms);

internal sealed record DashboardOutput(string? DashboardBody);
