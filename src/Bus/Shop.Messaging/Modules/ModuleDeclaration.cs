using Microsoft.AspNetCore.Routing;
using Shop.Events;

namespace Shop.Messaging.Modules;

/// <summary>What a module declares, whether this process hosts it or not.</summary>
/// <param name="Name">The module's name.</param>
/// <param name="Database">The type of its <c>ModuleDbContext</c>.</param>
/// <param name="Publishes">The events that it publishes.</param>
/// <param name="Rules">The rules by which it subscribes.</param>
/// <param name="Jobs">Its recurring jobs.</param>
/// <param name="Endpoints">What maps its HTTP endpoints.</param>
/// <param name="Seed">The <see cref="ISeed"/> of an empty database; null for none.</param>
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
