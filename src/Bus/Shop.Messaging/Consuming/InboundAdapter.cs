using System.Text.Json;
using System.Text.Unicode;
using Shop.Events;
using Shop.Messaging.Kernel;
using Shop.Messaging.Modules;
using Shop.Messaging.Transports;

namespace Shop.Messaging.Consuming;

/// <summary>
/// Receives events from outside the process: from a queue, from another producer, from a person (Enterprise Integration Patterns, Channel Adapter).
/// Unlike the shop's own they must fit the schema of their contract. One that does not becomes a dead letter of the receiving module, under the
/// built-in rule <c>receive</c>; redriven, it is received again, so that it can fit once a contract has been added.
/// </summary>
public sealed class InboundAdapter
{
    private readonly HostedModules _modules;
    private readonly BusRuntime _bus;
    private readonly ILookup<(string Source, string DetailType), EventContract> _contracts;

    internal InboundAdapter(HostedModules modules, ModuleDirectory directory, BusRuntime bus)
    {
        (_modules, _bus) = (modules, bus);
        _contracts = directory.All.SelectMany(module => module.Publishes.Concat(module.Rules.Select(rule => rule.Contract)))
            .SelectMany(contract => contract.Versions).Distinct().ToLookup(contract => (contract.Source, contract.DetailType));
    }

    /// <summary>
    /// Delivers events to a module's rules, many in one transaction. Returns when each is stored durably: handled, to be retried, a dead letter because
    /// it does not fit, or matched by none of the module's rules. The caller may then delete them.
    /// </summary>
    /// <param name="module">The name of a module that this process hosts.</param>
    /// <param name="events">Each an envelope as EventBridge delivers it, JSON in UTF-8.</param>
    /// <param name="ct">Gives up waiting for a database that cannot be reached; the events must then be delivered again.</param>
    /// <exception cref="KeyNotFoundException">The module is not hosted here.</exception>
    public async Task Receive(string module, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(events);
        _bus.Activity.Begin();
        try
        {
            await Receive(_modules[module], events, ct);
        }
        finally
        {
            _bus.Activity.End();
        }
    }

    /// <summary>Stores an event that a transport has given up delivering as a dead letter of the module that it was for; redriven, it is received.</summary>
    /// <param name="module">The name of a module that this process hosts.</param>
    /// <param name="json">The event as it was returned.</param>
    /// <param name="why">Which transport gave it up, and why.</param>
    /// <param name="ct">Gives up waiting for a database that cannot be reached; it must then be delivered again.</param>
    public Task StoreUndeliverable(string module, ReadOnlyMemory<byte> json, UndeliverableException why, CancellationToken ct)
    {
        var envelope = Readable(json) ?? UnreadableEvent.Wrap(json, _bus.Clock.GetUtcNow());
        return _modules[module].Processor.RecordFailure(new InboxMessage(envelope, BuiltInRules.Receive(module, envelope)), why, ct);
    }

    /// <summary>Stores an event that a transport rejects as a dead letter of a module; redriven, it is sent again.</summary>
    /// <param name="module">The name of a module that this process hosts.</param>
    /// <param name="envelope">The event.</param>
    /// <param name="why">Why the transport rejects it.</param>
    /// <param name="ct">Gives up waiting for a database that cannot be reached.</param>
    public Task StoreRejected(string module, Envelope envelope, TransportRejectedException why, CancellationToken ct) =>
        _modules[module].Processor.RecordFailure(new InboxMessage(envelope, BuiltInRules.Send(module, envelope)), why, ct);

    private async Task Receive(HostedModule receiver, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken ct)
    {
        var messages = new List<InboxMessage>();
        var mismatched = new List<(InboxMessage Message, SchemaMismatchException Problem)>();
        foreach (var json in events)
        {
            try
            {
                messages.AddRange(Open(receiver, json));
            }
            catch (SchemaMismatchException problem)
            {
                var envelope = problem.Envelope ?? UnreadableEvent.Wrap(json, _bus.Clock.GetUtcNow());
                mismatched.Add((new InboxMessage(envelope, BuiltInRules.Receive(receiver.Name, envelope)), problem));
            }
        }
        if (messages.Count > 0)
            await receiver.Processor.Process(messages, ct);
        foreach (var (message, problem) in mismatched)
            await receiver.Processor.RecordFailure(message, problem, ct);
    }

    /// <summary>Receives once more what did not fit.</summary>
    /// <exception cref="SchemaMismatchException">It still does not.</exception>
    internal Task Redeliver(string module, Envelope stored, CancellationToken ct) =>
        _modules[module].Processor.Process(Open(_modules[module], UnreadableEvent.Unwrap(stored) ?? stored.Json), ct);

    /// <summary>A message for each rule of the module that matches the event.</summary>
    /// <exception cref="SchemaMismatchException">The module cannot receive it.</exception>
    private List<InboxMessage> Open(HostedModule module, ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
            throw new SchemaMismatchException("It is not UTF-8.");
        try
        {
            return MessagesFor(module, json);
        }
        // InvalidOperationException is the JSON reader's for a string with half a surrogate pair.
        catch (Exception e) when (e is InvalidOperationException or InvalidEventException or JsonException)
        {
            throw new SchemaMismatchException($"It is no event as EventBridge delivers them: {e.Message}");
        }
    }

    private List<InboxMessage> MessagesFor(HostedModule module, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var envelope = Envelope.Parse(json);
        if (HasNul(envelope))
            throw new SchemaMismatchException("source, detail-type, subject or correlationId contains a NUL character, which PostgreSQL cannot store.");
        var schema = EventSchema.Of(ContractOf(envelope));
        if (schema.Check(document.RootElement, UnknownFields.PassedOver) is { Count: > 0 } errors)
            throw new SchemaMismatchException($"It does not fit the schema of {schema.Contract}: {string.Join(" ", errors)}", envelope);
        return [.. module.Declaration.Rules.Where(rule => rule.Pattern.Matches(json.Span)).Select(rule => new InboxMessage(envelope, rule))];
    }

    private static Envelope? Readable(ReadOnlyMemory<byte> json) => Envelope.ParseOrNull(json) is { } envelope && !HasNul(envelope) ? envelope : null;

    private static bool HasNul(Envelope envelope) =>
        new[] { envelope.Source, envelope.DetailType, envelope.Metadata.Subject, envelope.Metadata.CorrelationId }.Any(text => text.Contains('\0'));

    private EventContract ContractOf(Envelope envelope)
    {
        var versions = _contracts[(envelope.Source, envelope.DetailType)].ToList();
        return versions.Find(contract => contract.Version == envelope.Metadata.Version) ?? throw new SchemaMismatchException(
            versions.Count == 0
                ? $"No contract here is for \"{envelope.DetailType}\" of {envelope.Source}."
                : $"\"{envelope.DetailType}\" is not known in version {envelope.Metadata.Version}, "
                    + $"but in {string.Join(", ", versions.Select(contract => contract.Version))}.",
            envelope);
    }
}

/// <summary>An event from outside does not fit its contract. The message says why, with JSON pointers; a retry cannot help.</summary>
/// <param name="problem">What does not fit.</param>
/// <param name="envelope">The event; null when it cannot even be read as one.</param>
internal sealed class SchemaMismatchException(string problem, Envelope? envelope = null) : UnreadableEventException(problem)
{
    public Envelope? Envelope { get; } = envelope;
}
