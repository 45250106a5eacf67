namespace Shop.Payments;

/// <summary>The section <c>Payments:Sandbox</c>.</summary>
internal sealed class SandboxOptions
{
    /// <summary>How long <c>tok_slow</c> takes to respond.</summary>
    public TimeSpan SlowResponseDelay { get; init; } = TimeSpan.FromSeconds(3);
}
