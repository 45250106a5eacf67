namespace Shop.Simulation;

/// <summary>The faults of a run, drawn from its seed. One run in eight has none: promises that hold only then are checked there.</summary>
internal sealed record Weather
{
    public bool Calm { get; private init; }

    public int Nodes { get; private init; } = 1;

    /// <summary>How long the faults last; then the system must recover by itself.</summary>
    public TimeSpan Storm { get; private init; } = TimeSpan.FromSeconds(80);

    public int Kills { get; private init; }

    public int DatabaseCrashes { get; private init; }

    /// <summary>The chance that a commit is lost, done without acknowledgement, or done after its client has given up.</summary>
    public double BadCommits { get; private init; }

    public double Duplicates { get; private init; }

    public double Delays { get; private init; }

    public double FailingHandlers { get; private init; }

    public double SlowHandlers { get; private init; }

    public bool Poison { get; private init; }

    /// <summary>Nodes' clocks are wrong by up to an hour; the database's is not.</summary>
    public bool WrongClocks { get; private init; }

    /// <summary>A session idles in its transaction all the time, and one order's commit hangs.</summary>
    public bool Hanging { get; private init; }

    public bool SmallQueues { get; private init; }

    public static Weather Draw(Random chance)
    {
        if (chance.Next(8) == 0)
            return new Weather { Calm = true, Storm = TimeSpan.FromSeconds(5) };
        bool Half() => chance.Next(2) == 0;
        return new Weather
        {
            Nodes = chance.Next(1, 3),
            Kills = Half() ? chance.Next(1, 4) : 0,
            DatabaseCrashes = chance.Next(4) == 0 ? chance.Next(1, 3) : 0,
            BadCommits = Half() ? 0.1 : 0,
            Duplicates = Half() ? 0.1 : 0,
            Delays = Half() ? 0.2 : 0,
            FailingHandlers = Half() ? 0.2 : 0,
            SlowHandlers = Half() ? 0.05 : 0,
            Poison = chance.Next(4) == 0,
            WrongClocks = chance.Next(4) == 0,
            Hanging = chance.Next(4) == 0,
            SmallQueues = chance.Next(4) == 0,
        };
    }

    public override string ToString() => Calm ? "calm" : string.Join(", ", Describe());

    private IEnumerable<string> Describe()
    {
        yield return $"{Nodes} nodes";
        if (Kills > 0) yield return $"{Kills} kills";
        if (DatabaseCrashes > 0) yield return $"{DatabaseCrashes} database crashes";
        if (BadCommits > 0) yield return "bad commits";
        if (Duplicates > 0) yield return "duplicates";
        if (Delays > 0) yield return "delays";
        if (FailingHandlers > 0) yield return "failing handlers";
        if (SlowHandlers > 0) yield return "slow handlers";
        if (Poison) yield return "poison";
        if (WrongClocks) yield return "wrong clocks";
        if (Hanging) yield return "a hanging commit and an idle session";
        if (SmallQueues) yield return "small queues";
    }
}
