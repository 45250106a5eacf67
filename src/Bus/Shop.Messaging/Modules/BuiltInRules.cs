using Microsoft.Extensions.DependencyInjection;
using Shop.Events;

namespace Shop.Messaging.Modules;

/// <summary>What redriving a dead letter of a built-in rule does.</summary>
internal interface IBuiltInActions
{
    /// <summary>Receives an event from outside once more.</summary>
    Task Redeliver(string module, Envelope envelope, CancellationToken ct);

    /// <summary>Sends an event over the transports once more; returns when every module that matches has it.</summary>
    Task Redispatch(string module, Envelope envelope, CancellationToken ct);
}

/// <summary>Rules that no module declares: under their names an inbox stores what the bus itself could not receive, send or handle.</summary>
internal static class BuiltInRules
{
    /// <summary>Stores what arrived and could not be accepted; redriven, it is received again.</summary>
    public const string ReceiveName = "receive";

    /// <summary>Stores what a transport rejects; redriven, it is sent again.</summary>
    public const string SendName = "send";

    public static bool IsReserved(string name) => name is ReceiveName or SendName;

    public static Rule Receive(string module, Envelope envelope) =>
        Make(module, ReceiveName, envelope, new ActionInvoker((actions, message, ct) => actions.Redeliver(module, message.Envelope, ct)));

    public static Rule Send(string module, Envelope envelope) =>
        Make(module, SendName, envelope, new ActionInvoker((actions, message, ct) => actions.Redispatch(module, message.Envelope, ct)));

    /// <summary>Stands for a rule that the code no longer has.</summary>
    public static Rule Missing(string name, string module, Envelope envelope) =>
        Make(module, name, envelope, new FailingInvoker(() => new RuleNotFoundException(
        $"{module} has no rule \"{name}\" any more. Give a handler this name again, or discard the dead letter.")));

    /// <summary>Stands for a rule whose stored event is damaged.</summary>
    public static Rule Unreadable(string name, string module, Envelope envelope) =>
        Make(module, name, envelope, new FailingInvoker(() => new UnreadableEventException(
        $"The inbox row of event {envelope.Metadata.EventId} in {module} does not hold that event: the row is damaged. Discard the dead letter; "
        + $"if the event is in an archive, run: replay --rerun --rule {module}/{name}.")));

    private static Rule Make(string module, string name, Envelope envelope, HandlerInvoker invoker)
    {
        var contract = new EventContract(typeof(IEvent), envelope.Source, envelope.DetailType, envelope.Metadata.Version);
        return new Rule(module, name, contract, EventPattern.Parse("""{"detail-type":[{"exists":true}]}"""), RetryPolicy.Default, invoker);
    }

    /// <summary>Works like an external call: before the transaction that marks the dead letter as handled.</summary>
    private sealed class ActionInvoker(Func<IBuiltInActions, InboxMessage, CancellationToken, Task> action) : ExternalCallInvoker(typeof(BuiltInRules))
    {
        public override async Task<object?> Call(IServiceProvider scope, InboxMessage message, CancellationToken ct)
        {
            await action(scope.GetRequiredService<IBuiltInActions>(), message, ct);
            return null;
        }

        public override Task Run(IServiceProvider scope, ICurrentEvent current, IReadOnlyList<InboxMessage> messages, CancellationToken ct) =>
            Task.CompletedTask;
    }

    private sealed class FailingInvoker(Func<NonRetryableException> failure) : HandlerInvoker(typeof(BuiltInRules))
    {
        public override Task Run(IServiceProvider scope, ICurrentEvent current, IReadOnlyList<InboxMessage> messages, CancellationToken ct) => throw failure();
    }
}
