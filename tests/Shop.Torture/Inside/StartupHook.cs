using Shop.Torture;

/// <summary>
/// The runtime calls this in the shop's own process before the shop's Main, because <c>DOTNET_STARTUP_HOOKS</c> names this assembly: so the
/// suite tests the product's own program, which knows nothing of it.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Torments.Given is { } torments)
            new Insider(torments).Listen();
    }
}
