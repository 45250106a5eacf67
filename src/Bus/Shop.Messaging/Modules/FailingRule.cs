using Shop.Events;

namespace Shop.Messaging;

/// <summary>Stands in for a rule of which the inbox or a carrier has a letter that can only fail: an operator sees it among the dead, under the rule's name.</summary>
internal static class FailingRule
{
    /// <summary>The code has no such rule any more.</summary>
    public static Rule Missing(string name, string module, Envelope envelope) => Named(name, module, envelope, () => new RuleNotFoundException(
        $"{module} has no rule \"{name}\" any more. Give a handler this name again, or discard the letter."));

    /// <summary>What the inbox kept of the event is no event.</summary>
    public static Rule Unreadable(string name, string module, Envelope envelope) => Named(name, module, envelope, () => new UnreadableEventException(
        $"What the inbox of {module} kept of event {envelope.Metadata.EventId} cannot be read as that event: the row was damaged. Discard the letter; if the event is in an archive, replay it --rerun for rule \"{name}\"."));

    private static Rule Named(string name, string module, Envelope envelope, Func<NonRetryableException> failure)
    {
        var contract = new EventContract(typeof(IEvent), envelope.Source, envelope.DetailType, envelope.Metadata.Version);
        var pattern = EventPattern.Parse($$"""{"detail-type":[{{System.Text.Json.JsonSerializer.Serialize(envelope.DetailType)}}]}""");
        return new Rule(module, name, contract, pattern, RetryPolicy.Default, new FailingInvoker(failure));
    }

    private sealed class FailingInvoker(Func<NonRetryableException> failure) : HandlerInvoker(typeof(FailingInvoker))
    {
        public override Task Run(IServiceProvider scope, ModuleDbContext db, IReadOnlyList<InboxMessage> messages, CancellationToken ct) => throw failure();
    }
}
