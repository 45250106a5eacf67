namespace Shop.Payments;

/// <summary>The section <c>Payments:Gateway</c> of the configuration: a payment provider that speaks docs/payment-gateway.md. Without a Url, the sandbox is used.</summary>
internal sealed class GatewayOptions
{
    /// <summary>Where the provider is, such as <c>https://payments.example/</c>. http only on this machine.</summary>
    public Uri? Url { get; init; }

    /// <summary>The secret that the shop shows, as a bearer token.</summary>
    public string Key { get; init; } = "";

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call may take with all its retries. What is not answered by then is kept and called again later, by its rule.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a request is repeated at once when it fails or is too slow.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>The wait before the first repetition; it doubles, with jitter.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>So many requests within <see cref="BreakSampling"/>, half of which failed, stop all requests for a while.</summary>
    public int BreakAfter { get; init; } = 10;

    /// <summary>The time over which failures are counted.</summary>
    public TimeSpan BreakSampling { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long nothing is asked then.</summary>
    public TimeSpan BreakFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Refuses what would send the key over an open line or nowhere.</summary>
    /// <exception cref="ArgumentException">Says what is wrong and how to mend it.</exception>
    public GatewayOptions Validated()
    {
        if (Url is { IsAbsoluteUri: false } || Url!.Scheme != Uri.UriSchemeHttps && !(Url.Scheme == Uri.UriSchemeHttp && Url.IsLoopback))
            throw new ArgumentException($"Payments:Gateway:Url is \"{Url}\". Give an address such as https://payments.example/; http goes to this machine only, since the key would be readable on the way.");
        if (string.IsNullOrWhiteSpace(Key))
            throw new ArgumentException("Payments:Gateway:Key is empty, but there is a Url. Give the key that the provider gave you, from a secret store.");
        return this;
    }
}
