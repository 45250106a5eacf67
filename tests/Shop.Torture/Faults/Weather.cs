namespace Shop.Torture;

/// <summary>How often AWS fails, as shares of its calls and messages.</summary>
internal sealed record Weather
{
    /// <summary>Calls of PutEvents that fail, in whole, in part, or only for the caller.</summary>
    public double Puts { get; init; }

    /// <summary>Calls to queues that fail.</summary>
    public double Queues { get; init; }

    /// <summary>Messages that are delivered twice.</summary>
    public double Twice { get; init; }

    /// <summary>Messages that arrive seconds later, out of order.</summary>
    public double Late { get; init; }

    /// <summary>Outages of EventBridge of some seconds, per minute.</summary>
    public double Outages { get; init; }
}
