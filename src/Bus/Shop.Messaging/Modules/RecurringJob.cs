namespace Shop.Messaging.Modules;

/// <summary>Work that a timer repeats. It must be right when it runs twice at once, on two nodes.</summary>
public interface IRecurring
{
    /// <summary>Does what is due now.</summary>
    Task Run(CancellationToken ct);
}

/// <summary>Data that an empty database starts with.</summary>
public interface ISeed
{
    /// <summary>Adds what is missing.</summary>
    /// <returns>Whether anything was missing.</returns>
    Task<bool> Apply(CancellationToken ct);
}

/// <summary>A declared <see cref="IRecurring"/>.</summary>
/// <param name="Module">The module that declared it.</param>
/// <param name="Name">Unique in the module.</param>
/// <param name="Cron">When it runs: five fields, or six with seconds first.</param>
/// <param name="Type">The class.</param>
public sealed record RecurringJob(string Module, string Name, string Cron, Type Type);
