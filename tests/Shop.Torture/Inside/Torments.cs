using System.Text.Json;

namespace Shop.Torture;

/// <summary>The faults inside a shop's process during its life; passed in an environment variable.</summary>
internal sealed record Torments
{
    public const string Variable = "SHOP_TORTURE";

    public int Seed { get; init; }

    /// <summary>The failpoint at which it kills itself: "after commit", "before call issue-refund"; null for none.</summary>
    public string? DieAt { get; init; }

    /// <summary>At which pass of that failpoint.</summary>
    public int OnPass { get; init; } = 1;

    /// <summary>The share of events that are sent twice.</summary>
    public double Duplicates { get; init; }

    /// <summary>The share of events that are sent late, and so out of order.</summary>
    public double Delays { get; init; }

    /// <summary>The share of transactions that wait before they commit, for <see cref="Slow"/>.</summary>
    public double SlowCommits { get; init; }

    /// <summary>Longer than a lease.</summary>
    public TimeSpan Slow { get; init; }

    /// <summary>The interval of invalid input from outside; never when zero.</summary>
    public TimeSpan StrangersEvery { get; init; }

    public static Torments? Given => Environment.GetEnvironmentVariable(Variable) is { } json ? JsonSerializer.Deserialize<Torments>(json) : null;

    public override string ToString() => JsonSerializer.Serialize(this);
}
