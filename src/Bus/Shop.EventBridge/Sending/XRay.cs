namespace Shop.EventBridge;

/// <summary>Converts a W3C trace context to X-Ray's header. X-Ray's ids begin with the time: see the host's trace ids.</summary>
internal static class XRay
{
    private const int TraceParentLength = 55;       // 00-<32>-<16>-<2>

    /// <summary><c>Root=1-…-…;Parent=…;Sampled=1</c>; null without a context.</summary>
    public static string? Header(string? traceParent) => traceParent is { Length: TraceParentLength }
        ? $"Root=1-{traceParent[3..11]}-{traceParent[11..35]};Parent={traceParent[36..52]};Sampled={(traceParent.EndsWith('1') ? '1' : '0')}"
        : null;
}
