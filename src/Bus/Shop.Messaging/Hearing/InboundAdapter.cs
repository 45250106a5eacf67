using System.Text.Json;
using System.Text.Unicode;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// Takes in events from outside: from a queue, from another producer, from a person. Unlike the shop's own they are held to the schema of
/// their contract. What does not fit is a dead letter of the module that it came to, under a rule name of the bus's own; redriven, it is
/// received again, so that it can fit after a contract has been added.
/// </summary>
public sealed class InboundAdapter
{
    /// <summary>The name under which a module's inbox keeps what does not fit.</summary>
    public const string RuleName = "receive";

    private readonly Modules _modules;
    private readonly BusRuntime _bus;
    private readonly ILookup<(string Source, string DetailType), EventContract> _known;

    internal InboundAdapter(Modules modules, BusRuntime bus)
    {
        (_modules, _bus) = (modules, bus);
        _known = modules.All.SelectMany(module => module.Publishes.Concat(module.Rules.Select(rule => rule.Contract)))
            .SelectMany(contract => contract.Versions).Distinct().ToLookup(contract => (contract.Source, contract.DetailType));
    }

    /// <summary>
    /// Lets a module hear events from outside by its rules, many in one transaction. Returns when it has every one durably: handled, kept
    /// to be tried again, dead because it does not fit, or not meant for any of its rules. Whoever brought them may then forget them.
    /// </summary>
    /// <param name="module">The name of a module that this process hosts.</param>
    /// <param name="events">Each an envelope as EventBridge delivers it, UTF-8.</param>
    /// <param name="ct">Gives up waiting for a database that cannot be reached; the events must then be brought again.</param>
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

    /// <summary>
    /// Keeps an event that somebody on the way here has given up, as a dead letter of the module that it was for: seen, counted and redriven
    /// like any other. Redriven, it is received.
    /// </summary>
    /// <param name="module">The name of a module that this process hosts.</param>
    /// <param name="json">What came back, as it came.</param>
    /// <param name="why">Who gave it up, and why.</param>
    /// <param name="ct">Gives up waiting for a database that cannot be reached; it must then be brought again.</param>
    public Task StoreUndeliverable(string module, ReadOnlyMemory<byte> json, UndeliverableException why, CancellationToken ct)
    {
        var envelope = Readable(json) ?? UnreadableEvent.Wrap(json, _bus.Clock.GetUtcNow());
        return _modules[module].Processor.RecordFailure(new InboxMessage(envelope, RuleFor(module, envelope)), why, ct);
    }

    /// <summary>Keeps an event that the way out of the process refuses, as a dead letter of a module. Redriven, it is carried again.</summary>
    /// <param name="module">The name of a module that this process hosts.</param>
    /// <param name="envelope">The event.</param>
    /// <param name="why">What refuses it.</param>
    /// <param name="ct">Gives up waiting for a database that cannot be reached.</param>
    public Task StoreRejected(string module, Envelope envelope, TransportRejectedException why, CancellationToken ct) =>
        _modules[module].Processor.RecordFailure(new InboxMessage(envelope, RedispatchRule.RuleFor(module, envelope)), why, ct);

    private static Envelope? Readable(ReadOnlyMemory<byte> json) => Envelope.ParseOrNull(json) is { } envelope && !HasNul(envelope) ? envelope : null;

    private async Task Receive(Module receiver, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken ct)
    {
        var messages = new List<InboxMessage>();
        var mismatched = new List<(InboxMessage Letter, SchemaMismatchException Problem)>();
        foreach (var json in events)
        {
            try
            {
                messages.AddRange(Open(receiver, json));
            }
            catch (SchemaMismatchException problem)
            {
                var envelope = problem.Envelope ?? UnreadableEvent.Wrap(json, _bus.Clock.GetUtcNow());
                mismatched.Add((new InboxMessage(envelope, RuleFor(receiver.Name, envelope)), problem));
            }
        }
        if (messages.Count > 0)
            await receiver.Processor.Process(messages, ct);
        foreach (var (message, problem) in mismatched)
            await receiver.Processor.RecordFailure(message, problem, ct);
    }

    /// <summary>Receives again what did not fit.</summary>
    /// <exception cref="SchemaMismatchException">It still does not.</exception>
    internal Task Redeliver(string module, Envelope kept, CancellationToken ct) =>
        _modules[module].Processor.Process(Open(_modules[module], UnreadableEvent.Unwrap(kept) ?? kept.Json), ct);

    /// <summary>A letter for each rule of the module that matches the event.</summary>
    /// <exception cref="SchemaMismatchException">It cannot be heard.</exception>
    private List<InboxMessage> Open(Module module, ReadOnlyMemory<byte> json)
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

    private List<InboxMessage> MessagesFor(Module module, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var envelope = Envelope.Parse(json);
        if (HasNul(envelope))
            throw new SchemaMismatchException("What it is called, whom it is about or what it follows from has a NUL character, which PostgreSQL cannot keep.");
        var schema = EventSchema.Of(ContractOf(envelope));
        if (schema.Check(document.RootElement, UnknownFields.PassedOver) is { Count: > 0 } errors)
            throw new SchemaMismatchException($"It does not fit the schema of {schema.Contract}: {string.Join(" ", errors)}", envelope);
        return [.. module.Declared.Rules.Where(rule => rule.Pattern.Matches(json.Span)).Select(rule => new InboxMessage(envelope, rule))];
    }

    private static bool HasNul(Envelope envelope) =>
        new[] { envelope.Source, envelope.DetailType, envelope.Metadata.Subject, envelope.Metadata.CorrelationId }.Any(text => text.Contains('\0'));

    private EventContract ContractOf(Envelope envelope)
    {
        var versions = _known[(envelope.Source, envelope.DetailType)].ToList();
        return versions.Find(contract => contract.Version == envelope.Metadata.Version) ?? throw new SchemaMismatchException(
            versions.Count == 0
                ? $"No contract here is for \"{envelope.DetailType}\" of {envelope.Source}."
                : $"\"{envelope.DetailType}\" is not known in version {envelope.Metadata.Version}, but in {string.Join(", ", versions.Select(contract => contract.Version))}.",
            envelope);
    }

    internal static Rule RuleFor(string module, Envelope envelope)
    {
        var contract = new EventContract(typeof(IEvent), envelope.Source, envelope.DetailType, envelope.Metadata.Version);
        return new Rule(module, RuleName, contract, EventPattern.Parse("""{"detail-type":[{"exists":true}]}"""), RetryPolicy.Default, new RedeliverInvoker(module));
    }

    /// <summary>Receiving again is done as a call to the outside is: before the transaction that ticks the dead letter off.</summary>
    private sealed class RedeliverInvoker(string module) : ExternalCallInvoker(typeof(InboundAdapter))
    {
        public override async Task<object?> Call(IServiceProvider scope, InboxMessage message, CancellationToken ct)
        {
            await ((InboundAdapter)scope.GetService(typeof(InboundAdapter))!).Redeliver(module, message.Envelope, ct);
            return null;
        }

        public override Task Run(IServiceProvider scope, ModuleDbContext db, IReadOnlyList<InboxMessage> messages, CancellationToken ct) => Task.CompletedTask;
    }
}

/// <summary>An event from outside cannot be heard. The message says why, with JSON pointers; trying again does not help.</summary>
/// <param name="problem">What does not fit.</param>
/// <param name="envelope">The event; null when it cannot even be read as one.</param>
internal sealed class SchemaMismatchException(string problem, Envelope? envelope = null) : UnreadableEventException(problem)
{
    public Envelope? Envelope { get; } = envelope;
}

/// <summary>An event came back undelivered: whoever was to bring it has spent his tries.</summary>
/// <param name="code">His word for why: EventBridge's <c>ERROR_CODE</c>.</param>
/// <param name="message">What a person reads.</param>
/// <param name="exhausted">Which limit ended his tries, EventBridge's <c>EXHAUSTED_RETRY_CONDITION</c>; another word, or none, is taken for the number of tries.</param>
public sealed class UndeliverableException(string code, string message, string? exhausted = null) : Exception(message)
{
    /// <summary>Why it was not brought.</summary>
    public string Code { get; } = code;

    /// <summary>Which limit ended the tries.</summary>
    public string Exhausted { get; } = exhausted is "MaximumEventAgeInSeconds" ? exhausted : "MaximumRetryAttempts";
}
