namespace Shop.Notifications;

/// <summary>What became of a notification.</summary>
/// <param name="State"><c>sent</c>; <c>skipped</c>: not wanted or no address; <c>failed</c>: refused for good, or unknown; null when it was settled before.</param>
/// <param name="Reason">Why it was not sent, as a stable code.</param>
/// <param name="Address">Where it went, shortened.</param>
/// <param name="Language">In which language.</param>
internal sealed record SendResult(string? State, string? Reason, string? Address, string? Language)
{
    public static readonly SendResult SettledBefore = new(null, null, null, null);

    public static SendResult Sent(string address, string language) => new("sent", null, Shortened(address), language);

    public static SendResult Skipped(string reason) => new("skipped", reason, null, null);

    public static SendResult Failed(string reason, string address) => new("failed", reason, Shortened(address), null);

    /// <summary>Enough to recognise it by, and not more: <c>a…@example.com</c>, <c>+…678</c>.</summary>
    private static string Shortened(string address) =>
        address.LastIndexOf('@') is > 0 and var at ? $"{address[0]}…{address[at..]}"
        : address.StartsWith('+') ? $"+…{address[^Math.Min(3, address.Length)..]}"
        : address;
}
