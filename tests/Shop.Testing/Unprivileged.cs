namespace Shop.Testing;

/// <summary>How to start a program that refuses to run as root and must not outlive this process.</summary>
internal static class Unprivileged
{
    /// <summary>
    /// The user to become when this process is root: <c>postgres</c> where it exists, else <c>nobody</c>; null if not root.
    /// </summary>
    public static string? User { get; } = !Environment.IsPrivilegedProcess || OperatingSystem.IsWindows()
        ? null
        : File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private static bool HasSetpriv { get; } = OperatingSystem.IsLinux() && File.Exists("/usr/bin/setpriv");

    /// <summary>
    /// The program as another user, and with SIGQUIT (PostgreSQL's immediate stop) at the death of the thread that starts it.
    /// As it is where there is no <c>setpriv</c>, that is, on anything but Linux.
    /// </summary>
    public static string[] Command(params string[] command)
    {
        if (!HasSetpriv)
            return command;

        string[] become = User is null ? [] : ["--reuid", User, "--regid", Group(User), "--clear-groups"];
        return ["setpriv", .. become, "--pdeathsig", "QUIT", "--", .. command];
    }

    /// <summary>The user's own group, by number: <c>nobody</c>'s is named <c>nogroup</c> on Debian and <c>nobody</c> elsewhere.</summary>
    private static string Group(string user) =>
        File.ReadLines("/etc/passwd").First(line => line.StartsWith($"{user}:", StringComparison.Ordinal)).Split(':')[3];
}
