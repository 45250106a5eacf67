using System.Diagnostics;

namespace Shop.Messaging.Consuming;

/// <summary>What dead letters are grouped by: the innermost exception's type and its first frame in the handler's own code.</summary>
internal static class Cause
{
    public static string Of(Exception failure, Type handler)
    {
        var root = failure.GetBaseException();
        var frame = Chain(failure).Reverse().Select(e => OwnFrame(e, handler)).FirstOrDefault(own => own is not null);
        return frame is null ? $"{root.GetType().FullName}" : $"{root.GetType().FullName} in {frame}";
    }

    public static IEnumerable<Exception> Chain(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
            yield return e;
    }

    /// <summary>The topmost frame in the code of the handler's assembly: not the library's that threw, and not the bus's that called.</summary>
    private static string? OwnFrame(Exception e, Type handler) => new StackTrace(e).GetFrames()
        .Select(frame => frame.GetMethod())
        .Where(method => method?.DeclaringType?.Assembly == handler.Assembly)
        .Select(method => Name(method!.DeclaringType!, method.Name))
        .FirstOrDefault();

    /// <summary>What the compiler makes of an async method or a lambda is named for the method: <c>&lt;Handle&gt;d__3.MoveNext</c> is Handle.</summary>
    private static string Name(Type type, string method)
    {
        while (type.Name.StartsWith('<') && type.DeclaringType is { } outer)
        {
            if (type.Name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end) method = type.Name[1..end];
            type = outer;
        }
        if (method.StartsWith('<') && method.IndexOf('>', StringComparison.Ordinal) is > 1 and var close)
            method = method[1..close];
        return $"{type.Name}.{method}";
    }
}
