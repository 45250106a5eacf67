using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Shop.Web;

/// <summary>Ties together everything that one client's request causes. It travels as baggage of <see cref="Activity.Current"/>.</summary>
public static class CorrelationId
{
    /// <summary>The header that a client may send, and always gets back.</summary>
    public const string Header = "X-Correlation-Id";

    /// <summary>The name of the baggage item on <see cref="Activity.Current"/>.</summary>
    public const string BaggageKey = "correlation.id";

    /// <summary>Longest id that is taken from a client, in characters.</summary>
    public const int MaxLength = 128;

    /// <summary>The id of the request that is being answered, or null outside of one.</summary>
    public static string? Current => Activity.Current?.GetBaggageItem(BaggageKey);

    /// <summary>The client's id when it is safe to log (visible ASCII, at most 128 characters), else a fresh one.</summary>
    internal static string Of(HttpRequest request) =>
        request.Headers.TryGetValue(Header, out var sent) && IsSafe(sent) ? sent.ToString() : Guid.CreateVersion7().ToString();

    private static bool IsSafe(StringValues sent) =>
        sent is [{ Length: >= 1 and <= MaxLength } id] && VisibleAscii.Only(id);
}
