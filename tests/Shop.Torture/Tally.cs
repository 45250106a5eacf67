using System.Collections.Concurrent;

namespace Shop.Torture;

/// <summary>Counts the faults and the checks of a run.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly ConcurrentDictionary<string, ConcurrentBag<TimeSpan>> _times = new();
    private readonly ConcurrentQueue<string> _faults = new();

    /// <summary>The violations, each a sentence; empty if there are none.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public int this[string what] => _counts.GetValueOrDefault(what);

    public void Count(string what, int by = 1) => _counts.AddOrUpdate(what, by, (_, before) => before + by);

    public void Took(string what, TimeSpan time) => _times.GetOrAdd(what, _ => []).Add(time);

    public void Fault(string what) => _faults.Enqueue(what);

    /// <summary>Counts a check, and records a violation unless it holds.</summary>
    public void Expect(bool holds, Func<string> otherwise)
    {
        Count(Checks);
        if (!holds)
            Fault(otherwise());
    }

    public const string Checks = "checks made";

    public IEnumerable<string> Lines()
    {
        foreach (var (what, count) in _counts.OrderBy(count => count.Key, StringComparer.Ordinal))
            yield return $"  {count,9:N0} {what}";
        foreach (var (what, times) in _times.OrderBy(times => times.Key, StringComparer.Ordinal))
        {
            var sorted = times.Order().ToList();
            yield return FormattableString.Invariant(
                $"  {what}: p50 {At(sorted, 0.5):0.00} s, p99 {At(sorted, 0.99):0.00} s, longest {sorted[^1].TotalSeconds:0.00} s of {sorted.Count}");
        }
        foreach (var fault in Faults.Take(50))
            yield return $"  FAULT {fault}";
    }

    private static double At(List<TimeSpan> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))].TotalSeconds;
}
