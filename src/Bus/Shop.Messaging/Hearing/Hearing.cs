using Microsoft.Extensions.DependencyInjection;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>How a rule's handler is run. One of three shapes, chosen by what the handler implements.</summary>
internal abstract class Hearing(Type handler)
{
    public Type Handler { get; } = handler;

    /// <summary>Runs the handler over the events, inside the worker's transaction.</summary>
    public abstract Task Run(IServiceProvider scope, ModuleDbContext db, IReadOnlyList<Letter> letters, CancellationToken ct);

    public static Hearing By<TEvent>(Type handler) where TEvent : IEvent
    {
        if (typeof(IHandleMany<TEvent>).IsAssignableFrom(handler)) return new ManyAtOnce<TEvent>(handler);
        if (typeof(IHandle<TEvent>).IsAssignableFrom(handler)) return new OneByOne<TEvent>(handler);
        var callOut = handler.GetInterfaces().FirstOrDefault(i =>
            i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICallOut<,>) && i.GenericTypeArguments[0] == typeof(TEvent));
        if (callOut is not null)
            return (Hearing)Activator.CreateInstance(typeof(CallingOut<,>).MakeGenericType(callOut.GenericTypeArguments), handler)!;
        throw new InvalidOperationException(
            $"{handler.Name} does not hear {typeof(TEvent).Name}: implement IHandle<{typeof(TEvent).Name}>, IHandleMany<…> or ICallOut<…>.");
    }
}

internal sealed class OneByOne<TEvent>(Type handler) : Hearing(handler) where TEvent : IEvent
{
    public override async Task Run(IServiceProvider scope, ModuleDbContext db, IReadOnlyList<Letter> letters, CancellationToken ct)
    {
        var handler = (IHandle<TEvent>)scope.GetRequiredService(Handler);
        foreach (var letter in letters)
        {
            db.Hearing = letter.Envelope;
            using var span = BusTracing.Hear(letter);
            await handler.Handle(letter.Read<TEvent>(), ct);
        }
        db.Hearing = null;
    }
}

internal sealed class ManyAtOnce<TEvent>(Type handler) : Hearing(handler) where TEvent : IEvent
{
    public override async Task Run(IServiceProvider scope, ModuleDbContext db, IReadOnlyList<Letter> letters, CancellationToken ct)
    {
        using var span = BusTracing.HearMany(letters);
        var heard = letters.Select(letter => new Heard<TEvent>(letter.Read<TEvent>(), letter.Envelope)).ToList();
        await ((IHandleMany<TEvent>)scope.GetRequiredService(Handler)).Handle(heard, ct);
    }
}

/// <summary>A handler that asks outside: <see cref="Call"/> first, then <c>Run</c> with the answers.</summary>
internal abstract class CallingOut(Type handler) : Hearing(handler)
{
    public abstract Task<object?> Call(IServiceProvider scope, Letter letter, CancellationToken ct);
}

internal sealed class CallingOut<TEvent, TAnswer>(Type handler) : CallingOut(handler) where TEvent : IEvent
{
    public override async Task<object?> Call(IServiceProvider scope, Letter letter, CancellationToken ct)
    {
        using var span = BusTracing.Hear(letter);
        return await ((ICallOut<TEvent, TAnswer>)scope.GetRequiredService(Handler)).Call(letter.Read<TEvent>(), ct);
    }

    public override async Task Run(IServiceProvider scope, ModuleDbContext db, IReadOnlyList<Letter> letters, CancellationToken ct)
    {
        using var span = BusTracing.HearMany(letters);
        var answers = letters
            .Select(letter => new Answered<TEvent, TAnswer>(letter.Read<TEvent>(), (TAnswer)letter.Answer!, letter.Envelope))
            .ToList();
        await ((ICallOut<TEvent, TAnswer>)scope.GetRequiredService(Handler)).Record(answers, ct);
    }
}
