namespace Shop.Messaging;

/// <summary>Work that a timer repeats. It must be right when it runs twice at once, on two nodes.</summary>
public interface IRecurring
{
    /// <summary>Does what is due now.</summary>
    Task Run(CancellationToken ct);
}

/// <summary>What an empty database is given, through the same doors as any data.</summary>
public interface ISeed
{
    /// <summary>Plants what of the data is not there yet.</summary>
    /// <returns>Whether anything was missing.</returns>
    Task<bool> Apply(CancellationToken ct);
}

/// <summary>A declared <see cref="IRecurring"/>.</summary>
/// <param name="Module">Whose it is.</param>
/// <param name="Name">Unique in the module.</param>
/// <param name="Cron">When it runs.</param>
/// <param name="Type">What runs.</param>
public sealed record RecurringJob(string Module, string Name, string Cron, Type Type);
