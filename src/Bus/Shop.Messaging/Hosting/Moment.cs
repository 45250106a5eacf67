using System.Diagnostics;

namespace Shop.Messaging;

/// <summary>
/// The moments between which a crash must not matter, told to whoever subscribes to the <see cref="DiagnosticListener"/> of this name, with
/// the rule where there is one. Nobody does in production: the torture suite kills the process there.
/// </summary>
internal static class Moment
{
    public const string Source = "Shop.Messaging";

    public const string Append = "append", Commit = "commit", Carry = "carry", Mark = "mark";
    public const string InboxInsert = "inbox insert", Handle = "handle", HandlerCommit = "handler commit", Call = "call";

    private static readonly DiagnosticListener Listeners = new(Source);

    public static void Before(string deed, string? rule = null) => Tell("before ", deed, rule);

    public static void After(string deed, string? rule = null) => Tell("after ", deed, rule);

    private static void Tell(string when, string deed, string? rule)
    {
        if (Listeners.IsEnabled())
            Listeners.Write(when + deed, rule);
    }
}
