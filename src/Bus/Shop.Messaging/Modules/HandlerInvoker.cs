using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Messaging.Kernel;

namespace Shop.Messaging.Modules;

/// <summary>Where a handler's invoker says which event is being handled, so that what is published meanwhile has it as its cause.</summary>
internal interface ICurrentEvent
{
    Envelope? CurrentEvent { get; set; }
}

/// <summary>How a rule's handler is invoked. One of three shapes, chosen by the interface that the handler implements.</summary>
internal abstract class HandlerInvoker(Type handler)
{
    public Type Handler { get; } = handler;

    /// <summary>Invokes the handler with messages of one rule, inside the inbox processor's transaction.</summary>
    public abstract Task Run(IServiceProvider scope, ICurrentEvent current, IReadOnlyList<InboxMessage> messages, CancellationToken ct);

    public static HandlerInvoker For<TEvent>(Type handler) where TEvent : IEvent
    {
        if (typeof(IHandleMany<TEvent>).IsAssignableFrom(handler)) return new BatchInvoker<TEvent>(handler);
        if (typeof(IHandle<TEvent>).IsAssignableFrom(handler)) return new SingleInvoker<TEvent>(handler);
        var call = handler.GetInterfaces().FirstOrDefault(i =>
            i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IExternalCall<,>) && i.GenericTypeArguments[0] == typeof(TEvent));
        if (call is not null)
            return (HandlerInvoker)Activator.CreateInstance(typeof(ExternalCallInvoker<,,>).MakeGenericType([.. call.GenericTypeArguments, handler]), handler)!;
        var name = typeof(TEvent).Name;
        throw new InvalidOperationException(
            $"{handler.Name} does not handle {name}: implement IHandle<{name}>, IHandleMany<{name}> or IExternalCall<{name}, …>.");
    }

    private protected static List<Envelope> Envelopes(IReadOnlyList<InboxMessage> messages) => [.. messages.Select(message => message.Envelope)];
}

internal sealed class SingleInvoker<TEvent>(Type handler) : HandlerInvoker(handler) where TEvent : IEvent
{
    public override async Task Run(IServiceProvider scope, ICurrentEvent current, IReadOnlyList<InboxMessage> messages, CancellationToken ct)
    {
        var handler = (IHandle<TEvent>)scope.GetRequiredService(Handler);
        foreach (var message in messages)
        {
            current.CurrentEvent = message.Envelope;
            using var span = BusTracing.StartProcess(message.Envelope, message.Rule.Module, message.Rule.Name);
            await handler.Handle(message.Read<TEvent>(), ct);
        }
        current.CurrentEvent = null;
    }
}

internal sealed class BatchInvoker<TEvent>(Type handler) : HandlerInvoker(handler) where TEvent : IEvent
{
    public override async Task Run(IServiceProvider scope, ICurrentEvent current, IReadOnlyList<InboxMessage> messages, CancellationToken ct)
    {
        using var span = BusTracing.StartProcess(Envelopes(messages), messages[0].Rule.Module, messages[0].Rule.Name);
        await ((IHandleMany<TEvent>)scope.GetRequiredService(Handler)).Handle([.. messages.Select(message => message.Receive<TEvent>())], ct);
    }
}

/// <summary>
/// An external call: <see cref="Prepare"/> with the messages as they are stored, <see cref="Call"/> one by one, then <c>Run</c> with the
/// results.
/// </summary>
internal abstract class ExternalCallInvoker(Type handler) : HandlerInvoker(handler)
{
    /// <summary>Whether the handler has something to do before the first call.</summary>
    public virtual bool Prepares => false;

    public virtual Task Prepare(IServiceProvider scope, IReadOnlyList<InboxMessage> messages, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Who is called; unique in the module.</summary>
    public virtual string ReceiverOf(InboxMessage message) => Handler.Name;

    public abstract Task<object?> Call(IServiceProvider scope, InboxMessage message, CancellationToken ct);
}

internal sealed class ExternalCallInvoker<TEvent, TResult, THandler>(Type handler) : ExternalCallInvoker(handler)
    where TEvent : IEvent
    where THandler : IExternalCall<TEvent, TResult>
{
    public override string ReceiverOf(InboxMessage message)
    {
        try
        {
            return THandler.ReceiverOf(message.Read<TEvent>()) ?? Handler.Name;
        }
        catch (UnreadableEventException)
        {
            return Handler.Name;        // the call fails in the same way, and is recorded
        }
    }

    public override bool Prepares { get; } = handler.GetInterfaceMap(typeof(IExternalCall<TEvent, TResult>)) is var map
        && map.TargetMethods[Array.FindIndex(map.InterfaceMethods, method => method.Name == nameof(IExternalCall<,>.Prepare))] is var prepare
        && prepare.DeclaringType is { IsInterface: false };

    public override Task Prepare(IServiceProvider scope, IReadOnlyList<InboxMessage> messages, CancellationToken ct) =>
        Resolve(scope).Prepare([.. messages.Select(message => message.Receive<TEvent>())], ct);

    public override async Task<object?> Call(IServiceProvider scope, InboxMessage message, CancellationToken ct)
    {
        using var span = BusTracing.StartProcess(message.Envelope, message.Rule.Module, message.Rule.Name);
        return await Resolve(scope).Call(message.Read<TEvent>(), ct);
    }

    public override async Task Run(IServiceProvider scope, ICurrentEvent current, IReadOnlyList<InboxMessage> messages, CancellationToken ct)
    {
        using var span = BusTracing.StartProcess(Envelopes(messages), messages[0].Rule.Module, messages[0].Rule.Name);
        var results = messages.Select(message => new CallResult<TEvent, TResult>(message.Read<TEvent>(), (TResult)message.Result!, message.Envelope)).ToList();
        await Resolve(scope).Record(results, ct);
    }

    private IExternalCall<TEvent, TResult> Resolve(IServiceProvider scope) => (IExternalCall<TEvent, TResult>)scope.GetRequiredService(Handler);
}
