using System.Collections.Concurrent;
using System.Diagnostics;

namespace Shop.Simulation;

/// <summary>Many seeds, on all processors.</summary>
internal static class Campaign
{
    /// <summary>The faults of a seed's run; empty if there are none.</summary>
    public static IReadOnlyList<string> Try(int seed, Mutant mutant = Mutant.None) => new World(seed, mutant).Run();

    /// <summary>Runs seeds until one fails.</summary>
    /// <returns>The smallest seed that failed, with its faults; null when none did.</returns>
    public static (int Seed, IReadOnlyList<string> Faults)? FirstFailure(int from, int count, Mutant mutant = Mutant.None)
    {
        var failures = new ConcurrentDictionary<int, IReadOnlyList<string>>();
        var next = from - 1;
        // New threads have no synchronisation context, so that an await continues where the scheduler says.
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (failures.IsEmpty && Interlocked.Increment(ref next) is var seed && seed < from + count)
                if (Try(seed, mutant) is { Count: > 0 } faults)
                    failures[seed] = faults;
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return failures.IsEmpty ? null : (failures.Keys.Min(), failures[failures.Keys.Min()]);
    }

    /// <summary>Runs a mutant from seed 1 on until it is caught.</summary>
    public static Caught Hunt(Mutant mutant, int limit)
    {
        var clock = Stopwatch.StartNew();
        var failure = FirstFailure(1, limit, mutant);
        return new Caught(mutant, failure?.Seed, clock.Elapsed, failure?.Faults[0]);
    }
}

/// <summary>How a mutant was caught.</summary>
/// <param name="Mutant">The bug.</param>
/// <param name="Seed">The first seed that shows it; null when none did.</param>
/// <param name="Time">How long it took.</param>
/// <param name="By">The first fault that was seen.</param>
internal sealed record Caught(Mutant Mutant, int? Seed, TimeSpan Time, string? By);
