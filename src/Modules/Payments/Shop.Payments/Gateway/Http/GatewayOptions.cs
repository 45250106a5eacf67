namespace Shop.Payments;

/// <summary>
/// The section <c>Payments:Gateway</c>: a payment provider that implements docs/reference/payment-gateway.md. Without a Url, the sandbox is
/// used.
/// </summary>
internal sealed class GatewayOptions
{
    /// <summary>The provider's base address, such as <c>https://payments.example/</c>. http is allowed for this machine only.</summary>
    public Uri? Url { get; init; }

    /// <summary>The shop's secret, sent as a bearer token.</summary>
    public string Key { get; init; } = "";

    /// <summary>The timeout of one request.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The timeout of a call including its retries. After it, the rule's retry policy calls again later.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Immediate retries of a request that fails or times out.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>The delay before the first retry; it doubles, with jitter.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The circuit opens when at least this many requests within <see cref="BreakSampling"/> were made and half of them failed.
    /// </summary>
    public int BreakAfter { get; init; } = 10;

    /// <summary>The window in which failures are counted.</summary>
    public TimeSpan BreakSampling { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the circuit stays open.</summary>
    public TimeSpan BreakFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Rejects settings that would send the key unencrypted or nowhere.</summary>
    /// <exception cref="ArgumentException">The message says what is wrong and how to fix it.</exception>
    public GatewayOptions Validated()
    {
        if (Url is { IsAbsoluteUri: false } || Url!.Scheme != Uri.UriSchemeHttps && !(Url.Scheme == Uri.UriSchemeHttp && Url.IsLoopback))
            throw new ArgumentException(
                $"Payments:Gateway:Url is \"{Url}\". Set an address such as https://payments.example/; http is allowed for this machine "
                + $"only, because it would expose the key.");
        if (string.IsNullOrWhiteSpace(Key))
            throw new ArgumentException("Payments:Gateway:Key is empty, but Url is set. Set the provider's key, from a secret store.");
        return this;
    }
}
