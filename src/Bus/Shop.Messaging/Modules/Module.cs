using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>A module that this process hosts: what it declared, its database, and the parts of the bus that serve it.</summary>
public sealed class Module
{
    private readonly HashSet<Type> _publishes;
    private readonly Dictionary<string, Rule> _rules;
    private readonly ConcurrentDictionary<string, Rule> _reruns = [];
    private readonly BusRuntime _bus;

    internal Module(ModuleDeclaration declared, ModuleStore store, BusRuntime bus, IServiceScopeFactory scopes, ILoggerFactory loggers)
    {
        Declared = declared;
        Store = store;
        _bus = bus;
        _publishes = [.. declared.Publishes.Concat(BusEvents.Published).Select(contract => contract.Type)];
        _rules = declared.Rules.ToDictionary(rule => rule.Name);
        Processor = new InboxProcessor(this, scopes, bus, loggers.CreateLogger<InboxProcessor>());
        Relay = new OutboxRelay(store, bus, loggers.CreateLogger<OutboxRelay>(), Processor);
        Calls = new ExternalCalls(this, scopes, bus);
        Retries = new RetryScheduler(this, bus, loggers.CreateLogger<RetryScheduler>());
    }

    /// <summary>The module's name.</summary>
    public string Name => Declared.Name;

    /// <summary>What the module declared of itself.</summary>
    public ModuleDeclaration Declared { get; }

    /// <summary>The module's database.</summary>
    public ModuleStore Store { get; }

    internal OutboxRelay Relay { get; }

    internal InboxProcessor Processor { get; }

    internal ExternalCalls Calls { get; }

    internal RetryScheduler Retries { get; }

    /// <summary>Handles events that a carrier has brought; returns when the module has them durably.</summary>
    /// <param name="carried">Each event's envelope, UTF-8, and the names of the rules that it matches.</param>
    /// <param name="ct">Cancels the wait for a database that cannot be reached; what is not handled comes again.</param>
    public Task Hear(IEnumerable<(ReadOnlyMemory<byte> Envelope, IReadOnlyList<string> Rules)> carried, CancellationToken ct)
    {
        var messages = new List<InboxMessage>();
        foreach (var (json, rules) in carried)
        {
            var envelope = Envelope.Parse(json);
            foreach (var rule in rules)
                messages.Add(new InboxMessage(envelope, RuleFor(rule, envelope)));
        }
        return Processor.Process(messages, ct);
    }

    /// <summary>The rule of that name for an event; when the code has it no more or nobody can read the event, one that fails for good, so that its letters are seen among the dead.</summary>
    internal Rule RuleFor(string name, Envelope envelope) => name switch
    {
        InboundAdapter.RuleName => InboundAdapter.RuleFor(Name, envelope),
        RedispatchRule.RuleName => RedispatchRule.RuleFor(Name, envelope),
        _ when UnreadableEvent.Unwrap(envelope) is not null => FailingRule.Unreadable(name, Name, envelope),
        _ => FindRule(name) ?? FailingRule.Missing(name, Name, envelope),
    };

    /// <summary>The rule of that name, also as a replay runs it again; null when the code has it no more.</summary>
    internal Rule? FindRule(string name)
    {
        var (rule, replay) = name.IndexOf(Rule.RerunSeparator, StringComparison.Ordinal) is > 0 and var at ? (name[..at], name[(at + 1)..]) : (name, null);
        return !_rules.TryGetValue(rule, out var known) ? null : replay is null ? known : _reruns.GetOrAdd(name, _ => known.RerunIn(replay));
    }

    /// <summary>The outbox row of an event that the module says; of an older version that is said beside a newer, with the id of the event in the newest.</summary>
    internal OutboxRow Write(IEvent published, Envelope? causedBy, Guid? copyOf = null)
    {
        if (!_publishes.Contains(published.GetType()))
            throw new InvalidOperationException($"{Name} may not say {published.GetType().Name}: it says the events of its own Contracts only.");
        var now = _bus.Clock.GetUtcNow();
        var activity = Activity.Current;
        var metadata = new EventMetadata(
            Guid.CreateVersion7(now),
            causedBy?.Metadata.CorrelationId ?? activity?.GetBaggageItem(BusTelemetry.CorrelationId) ?? activity?.TraceId.ToString() ?? Guid.NewGuid().ToString(),
            causedBy?.Metadata.EventId,
            EventContract.Of(published.GetType()).Version,
            published.Subject,
            now.UtcDateTime,
            TraceParent(activity, causedBy?.Metadata.TraceParent),
            copyOf);
        var json = _bus.Writer.Write(published, metadata);
        return new OutboxRow
        {
            Id = metadata.EventId,
            DetailType = EventContract.Of(published.GetType()).DetailType,
            Subject = metadata.Subject,
            CorrelationId = metadata.CorrelationId,
            Envelope = Encoding.UTF8.GetString(json),
            Utf8 = json,
        };
    }

    /// <summary>What is said goes on with the running span, unless that belongs to another event of the batch: then with its own cause's trace.</summary>
    private static string? TraceParent(Activity? activity, string? cause) =>
        activity?.Id is not { } running || (cause?.Length > 35 && !cause.AsSpan(3, 32).SequenceEqual(activity.TraceId.ToHexString())) ? cause : running;
}
