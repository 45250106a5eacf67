using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Shop.Web;

/// <summary>Correlates everything that one client request causes. It travels as baggage of <see cref="Activity.Current"/>.</summary>
public static class CorrelationId
{
    /// <summary>The header that a client may send and always receives.</summary>
    public const string Header = "X-Correlation-Id";

    /// <summary>The name of the baggage item on <see cref="Activity.Current"/>.</summary>
    public const string BaggageKey = "correlation.id";

    /// <summary>The maximum length of a client's id, in characters.</summary>
    public const int MaxLength = 128;

    /// <summary>The id of the current request, or null outside of one.</summary>
    public static string? Current => Activity.Current?.GetBaggageItem(BaggageKey);

    /// <summary>The client's id when it is safe to log (visible ASCII, at most 128 characters), otherwise a new one.</summary>
    internal static string Of(HttpRequest request) =>
        request.Headers.TryGetValue(Header, out var sent) && IsSafe(sent) ? sent.ToString() : Guid.CreateVersion7().ToString();

    private static bool IsSafe(StringValues sent) =>
        sent is [{ Length: >= 1 and <= MaxLength } id] && VisibleAscii.Only(id);
}
