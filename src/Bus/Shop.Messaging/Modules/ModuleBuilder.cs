using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.Events;

namespace Shop.Messaging.Modules;

/// <summary>Collects what a module declares.</summary>
public sealed class ModuleBuilder
{
    private readonly List<Rule> _rules = [];
    private readonly List<RecurringJob> _jobs = [];
    private readonly List<Action<IEndpointRouteBuilder>> _endpoints = [];
    private readonly List<Type> _reconciliations = [];
    private readonly string _name;
    private IReadOnlyList<EventContract> _publishes = [];
    private Type? _seed;

    internal ModuleBuilder(string name, IServiceCollection services, IConfiguration configuration)
    {
        _name = name;
        Services = services;
        Configuration = configuration.GetSection(name);
    }

    /// <summary>The container's services, to which the module adds its own.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The module's section of the configuration: <c>Payments:…</c>.</summary>
    public IConfiguration Configuration { get; }

    internal string Name => _name;

    /// <summary>The type of the module's context; set by <c>UseDatabase</c>.</summary>
    internal Type? Database { get; set; }

    /// <summary>The module publishes the events of its Contracts assembly, and no others.</summary>
    /// <exception cref="InvalidOperationException">An event of the assembly has another module's source.</exception>
    public void Publishes(Assembly contracts) => Publishes([.. EventContract.AllIn(contracts).Where(contract => contract.IsPublished)]);

    /// <summary>The module publishes these events, and no others.</summary>
    /// <exception cref="InvalidOperationException">An event has another module's source.</exception>
    public void Publishes(params IReadOnlyList<EventContract> events)
    {
        _publishes = events;
        if (_publishes.FirstOrDefault(published => published.Source != "com.shop." + _name) is { } foreign)
            throw new InvalidOperationException($"{foreign.Type.Name} has the source {foreign.Source}, but {_name} publishes as com.shop.{_name}.");
    }

    /// <summary>
    /// Begins a rule: which events the module subscribes to, and what handles them. The name is unique in the module and must not change:
    /// it is half of the inbox's key.
    /// </summary>
    public RuleBuilder<TEvent> On<TEvent>(string rule) where TEvent : IEvent
    {
        if (BuiltInRules.IsReserved(rule))
            throw new InvalidOperationException($"No rule of {_name} may be named \"{rule}\": the bus uses this name for what it could not receive or send.");
        if (_rules.Any(known => known.Name == rule))
            throw new InvalidOperationException($"{_name} has two rules named \"{rule}\". A rule's name is half of the inbox's key: give each its own.");
        return new RuleBuilder<TEvent>(_name, rule, made =>
        {
            _rules.Add(made);
            Services.TryAddScoped(made.Handler);
        });
    }

    /// <summary>The module's HTTP endpoints.</summary>
    public void Endpoints(Action<IEndpointRouteBuilder> map) => _endpoints.Add(map);

    /// <summary>A recurring job.</summary>
    /// <param name="name">Unique in the module.</param>
    /// <param name="cron">Five fields, or six with seconds first.</param>
    public void Recurring<TJob>(string name, string cron) where TJob : class, IRecurring
    {
        Services.TryAddScoped<TJob>();
        _jobs.Add(new RecurringJob(_name, name, cron, typeof(TJob)));
    }

    /// <summary>Data that an empty database starts with.</summary>
    public void UseSeed<TSeed>() where TSeed : class, ISeed
    {
        Services.TryAddScoped<TSeed>();
        _seed = typeof(TSeed);
    }

    /// <summary>A check of the module's own tables that reconciliation runs.</summary>
    public void UseReconciliation<TReconciliation>() where TReconciliation : class, IReconciliation
    {
        Services.TryAddScoped<TReconciliation>();
        _reconciliations.Add(typeof(TReconciliation));
    }

    internal ModuleDeclaration Build() =>
        new(_name, Database ?? throw new InvalidOperationException($"{_name} has no database: call UseDatabase<TDb>() in Register."),
            _publishes, [.. _rules], [.. _jobs], [.. _endpoints], _seed) { Reconciliations = [.. _reconciliations] };
}
