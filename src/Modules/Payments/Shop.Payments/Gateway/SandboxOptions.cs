namespace Shop.Payments;

/// <summary>The section <c>Payments:Sandbox</c> of the configuration.</summary>
internal sealed class SandboxOptions
{
    /// <summary>How long <c>tok_slow</c> takes to answer.</summary>
    public TimeSpan SlowResponseDelay { get; init; } = TimeSpan.FromSeconds(3);
}
