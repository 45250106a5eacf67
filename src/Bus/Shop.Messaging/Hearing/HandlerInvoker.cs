using Microsoft.Extensions.DependencyInjection;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>How a rule's handler is run. One of three shapes, chosen by what the handler implements.</summary>
internal abstract class HandlerInvoker(Type handler)
{
    public Type Handler { get; } = handler;

    /// <summary>Runs the handler over the events, inside the worker's transaction.</summary>
    public abstract Task Run(IServiceProvider scope, ModuleDbContext db, IReadOnlyList<InboxMessage> messages, CancellationToken ct);

    public static HandlerInvoker For<TEvent>(Type handler) where TEvent : IEvent
    {
        if (typeof(IHandleMany<TEvent>).IsAssignableFrom(handler)) return new BatchInvoker<TEvent>(handler);
        if (typeof(IHandle<TEvent>).IsAssignableFrom(handler)) return new SingleInvoker<TEvent>(handler);
        var callOut = handler.GetInterfaces().FirstOrDefault(i =>
            i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IExternalCall<,>) && i.GenericTypeArguments[0] == typeof(TEvent));
        if (callOut is not null)
            return (HandlerInvoker)Activator.CreateInstance(typeof(ExternalCallInvoker<,>).MakeGenericType(callOut.GenericTypeArguments), handler)!;
        throw new InvalidOperationException(
            $"{handler.Name} does not hear {typeof(TEvent).Name}: implement IHandle<{typeof(TEvent).Name}>, IHandleMany<…> or ICallOut<…>.");
    }
}

internal sealed class SingleInvoker<TEvent>(Type handler) : HandlerInvoker(handler) where TEvent : IEvent
{
    public override async Task Run(IServiceProvider scope, ModuleDbContext db, IReadOnlyList<InboxMessage> messages, CancellationToken ct)
    {
        var handler = (IHandle<TEvent>)scope.GetRequiredService(Handler);
        foreach (var message in messages)
        {
            db.CurrentEvent = message.Envelope;
            using var span = BusTracing.StartProcess(message);
            await handler.Handle(message.Read<TEvent>(), ct);
        }
        db.CurrentEvent = null;
    }
}

internal sealed class BatchInvoker<TEvent>(Type handler) : HandlerInvoker(handler) where TEvent : IEvent
{
    public override async Task Run(IServiceProvider scope, ModuleDbContext db, IReadOnlyList<InboxMessage> messages, CancellationToken ct)
    {
        using var span = BusTracing.StartProcessBatch(messages);
        var received = messages.Select(message => new Received<TEvent>(message.Read<TEvent>(), message.Envelope)).ToList();
        await ((IHandleMany<TEvent>)scope.GetRequiredService(Handler)).Handle(received, ct);
    }
}

/// <summary>A handler that asks outside: <see cref="Call"/> first, then <c>Run</c> with the answers.</summary>
internal abstract class ExternalCallInvoker(Type handler) : HandlerInvoker(handler)
{
    public abstract Task<object?> Call(IServiceProvider scope, InboxMessage message, CancellationToken ct);
}

internal sealed class ExternalCallInvoker<TEvent, TAnswer>(Type handler) : ExternalCallInvoker(handler) where TEvent : IEvent
{
    public override async Task<object?> Call(IServiceProvider scope, InboxMessage message, CancellationToken ct)
    {
        using var span = BusTracing.StartProcess(message);
        return await ((IExternalCall<TEvent, TAnswer>)scope.GetRequiredService(Handler)).Call(message.Read<TEvent>(), ct);
    }

    public override async Task Run(IServiceProvider scope, ModuleDbContext db, IReadOnlyList<InboxMessage> messages, CancellationToken ct)
    {
        using var span = BusTracing.StartProcessBatch(messages);
        var answers = messages
            .Select(message => new CallResult<TEvent, TAnswer>(message.Read<TEvent>(), (TAnswer)message.Result!, message.Envelope))
            .ToList();
        await ((IExternalCall<TEvent, TAnswer>)scope.GetRequiredService(Handler)).Record(answers, ct);
    }
}
