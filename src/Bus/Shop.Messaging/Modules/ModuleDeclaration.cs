using Microsoft.AspNetCore.Routing;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>What a module declared of itself, hosted here or not.</summary>
/// <param name="Name">The module's name.</param>
/// <param name="Database">The type of its <see cref="ModuleDbContext"/>.</param>
/// <param name="Publishes">The events that it publishes.</param>
/// <param name="Rules">What it hears by.</param>
/// <param name="Jobs">What it does again and again.</param>
/// <param name="Endpoints">What maps its HTTP endpoints.</param>
/// <param name="Seed">The <see cref="ISeed"/> that an empty database is given; null for none.</param>
public sealed record ModuleDeclaration(
    string Name,
    Type Database,
    IReadOnlyList<EventContract> Publishes,
    IReadOnlyList<Rule> Rules,
    IReadOnlyList<RecurringJob> Jobs,
    IReadOnlyList<Action<IEndpointRouteBuilder>> Endpoints,
    Type? Seed)
{
    /// <summary>The <see cref="IReconciliation"/>s of its own tables.</summary>
    public IReadOnlyList<Type> Reconciliations { get; init; } = [];
}
