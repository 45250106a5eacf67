using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>What a module declares of itself.</summary>
public sealed class ModuleBuilder
{
    private readonly List<Rule> _rules = [];
    private readonly List<RecurringJob> _jobs = [];
    private readonly List<Action<IEndpointRouteBuilder>> _endpoints = [];
    private readonly List<Type> _reconciliations = [];
    private readonly string _name;
    private IReadOnlyList<EventContract> _publishes = [];
    private Type? _database;
    private Type? _seed;

    internal ModuleBuilder(string name, IServiceCollection services, IConfiguration configuration)
    {
        _name = name;
        Services = services;
        Configuration = configuration.GetSection(name);
    }

    /// <summary>The container's services, for the module's own.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The module's section of the configuration: <c>Payments:…</c>.</summary>
    public IConfiguration Configuration { get; }

    /// <summary>The module's data, outbox and inbox. Exactly one a module.</summary>
    public void UseDatabase<TDb>() where TDb : ModuleDbContext
    {
        _database = typeof(TDb);
        var name = _name;
        Services.AddSingleton(provider => new DatabasePool<TDb>(provider.GetRequiredService<Modules>()[name]));
        Services.AddScoped(provider => provider.GetRequiredService<DatabasePool<TDb>>().Rent());
    }

    /// <summary>The module says the events of its Contracts assembly, and no others.</summary>
    /// <exception cref="InvalidOperationException">An event of the assembly has another module's source.</exception>
    public void Publishes(Assembly contracts) => Publishes([.. EventContract.AllIn(contracts).Where(contract => contract.IsPublished)]);

    /// <summary>The module says these events, and no others.</summary>
    /// <exception cref="InvalidOperationException">An event has another module's source.</exception>
    public void Publishes(params IReadOnlyList<EventContract> events)
    {
        _publishes = events;
        if (_publishes.FirstOrDefault(published => published.Source != "com.shop." + _name) is { } foreign)
            throw new InvalidOperationException($"{foreign.Type.Name} has the source {foreign.Source}, but {_name} says com.shop.{_name}.");
    }

    /// <summary>Begins a rule: which events the module hears, and by what. The name is unique in the module and is kept for good: it is half the inbox's key.</summary>
    public RuleBuilder<TEvent> On<TEvent>(string rule) where TEvent : IEvent
    {
        if (rule is InboundAdapter.RuleName or RedispatchRule.RuleName)
            throw new InvalidOperationException($"No rule of {_name} may be named \"{rule}\": the bus keeps by it what it could not bring or send.");
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

    /// <summary>Work that is done again and again.</summary>
    /// <param name="name">Unique in the module.</param>
    /// <param name="cron">Five fields, or six with seconds first.</param>
    public void Recurring<TJob>(string name, string cron) where TJob : class, IRecurring
    {
        Services.TryAddScoped<TJob>();
        _jobs.Add(new RecurringJob(_name, name, cron, typeof(TJob)));
    }

    /// <summary>What an empty database is given at the first start.</summary>
    public void UseSeed<TSeed>() where TSeed : class, ISeed
    {
        Services.TryAddScoped<TSeed>();
        _seed = typeof(TSeed);
    }

    /// <summary>What the module's own tables must agree with; the auditor asks now and then.</summary>
    public void UseReconciliation<TAudit>() where TAudit : class, IReconciliation
    {
        Services.TryAddScoped<TAudit>();
        _reconciliations.Add(typeof(TAudit));
    }

    internal ModuleDeclaration Build() =>
        new(_name, _database ?? throw new InvalidOperationException($"{_name} has no database: call UseDatabase<TDb>() in Register."),
            _publishes, [.. _rules], [.. _jobs], [.. _endpoints], _seed) { Reconciliations = [.. _reconciliations] };
}
