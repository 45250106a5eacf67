namespace Shop.Notifications;

/// <summary>The result of a notification.</summary>
/// <param name="State"><c>sent</c>; <c>skipped</c>: not wanted or no address; <c>failed</c>: rejected, or outcome unknown; null when it was
/// already final.</param>
/// <param name="Reason">Why it was not sent, a stable code.</param>
/// <param name="Address">The address, shortened.</param>
/// <param name="Language">The language.</param>
internal sealed record SendResult(string? State, string? Reason, string? Address, string? Language)
{
    public static readonly SendResult SettledBefore = new(null, null, null, null);

    public static SendResult Sent(string address, string language) => new("sent", null, Shortened(address), language);

    public static SendResult Skipped(string reason) => new("skipped", reason, null, null);

    public static SendResult Failed(string reason, string address) => new("failed", reason, Shortened(address), null);

    /// <summary>Just enough to recognise it: <c>a…@example.com</c>, <c>+…678</c>.</summary>
    private static string Shortened(string address) =>
        address.LastIndexOf('@') is > 0 and var at ? $"{address[0]}…{address[at..]}"
        : address.StartsWith('+') ? $"+…{address[^Math.Min(3, address.Length)..]}"
        : address;
}
