using System.Diagnostics;

namespace Shop.Messaging.Kernel;

/// <summary>
/// The points between which a crash must not matter, written to the <see cref="DiagnosticListener"/> of this name, with the rule where there
/// is one. In production nothing subscribes; the torture suite kills the process there.
/// </summary>
internal static class Failpoint
{
    public const string Source = "Shop.Messaging";

    public const string Append = "append", Commit = "commit", Send = "send", Archive = "archive";
    public const string InboxInsert = "inbox insert", Handle = "handle", HandlerCommit = "handler commit", Call = "call";

    private static readonly DiagnosticListener Listeners = new(Source);

    public static void Before(string step, string? rule = null) => Write("before ", step, rule);

    public static void After(string step, string? rule = null) => Write("after ", step, rule);

    private static void Write(string when, string step, string? rule)
    {
        if (Listeners.IsEnabled())
            Listeners.Write(when + step, rule);
    }
}
