using System.Diagnostics;
using Shop.EventPatterns;

namespace Shop.Bench.Patterns;

/// <summary>
/// The result of one workload in one thread, by the wall clock and by the thread's processor time. The two agree on an idle machine;
/// <paramref name="TimesAws"/> compares the latter.
/// </summary>
internal sealed record Result(
    string Workload, int Rules, int Events, int EventsPerSecond, int EventsPerCpuSecond, int AwsEventsPerSecond, double TimesAws,
    double BytesPerEvent, double BuildMilliseconds, bool CountsAsExpected);

internal static class Measurement
{
    private const int WarmUps = 3;
    private const int Runs = 5;

    public static Result Of(Workload workload)
    {
        var started = Stopwatch.GetTimestamp();
        var rules = RuleSet.Create(workload.Rules.Select(rule => KeyValuePair.Create(rule.Key, EventPattern.Parse(rule.Value))));
        var build = Stopwatch.GetElapsedTime(started);

        var counted = Count(rules, workload);
        var matched = new List<string>(workload.Rules.Count);
        for (var i = 0; i < WarmUps; i++)
            MatchAll(rules, workload, matched);
        var before = GC.GetAllocatedBytesForCurrentThread();
        MatchAll(rules, workload, matched);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        var runs = Enumerable.Range(0, Runs).Select(_ => Time(rules, workload, matched)).ToList();

        var aws = AwsMatcher.EventsPerSecond[workload.Name];
        var rate = workload.Events.Count / Median(runs.Select(run => run.Cpu));
        return new Result(workload.Name, workload.Rules.Count, workload.Events.Count,
            (int)(workload.Events.Count / Median(runs.Select(run => run.Wall))), (int)rate, aws, Math.Round(rate / aws, 1),
            Math.Round((double)bytes / workload.Events.Count, 2), Math.Round(build.TotalMilliseconds, 1), counted);
    }

    private static (TimeSpan Wall, TimeSpan Cpu) Time(RuleSet rules, Workload workload, List<string> matched)
    {
        var (started, startedCpu) = (Stopwatch.GetTimestamp(), ThreadCpu.Now());
        MatchAll(rules, workload, matched);
        return (Stopwatch.GetElapsedTime(started), ThreadCpu.Now() - startedCpu);
    }

    private static double Median(IEnumerable<TimeSpan> times) => times.Order().ElementAt(Runs / 2).TotalSeconds;

    private static void MatchAll(RuleSet rules, Workload workload, List<string> matched)
    {
        foreach (var json in workload.Events)
        {
            matched.Clear();
            rules.Match(json, matched);
        }
    }

    private static bool Count(RuleSet rules, Workload workload)
    {
        var counts = workload.Rules.ToDictionary(rule => rule.Key, _ => 0);
        var matched = new List<string>();
        foreach (var json in workload.Events)
        {
            matched.Clear();
            rules.Match(json, matched);
            foreach (var name in matched)
                counts[name]++;
        }
        return counts.All(rule => rule.Value == workload.Expected[rule.Key]);
    }
}
