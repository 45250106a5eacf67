namespace Shop.Orders;

/// <summary>How webhooks are told; the section <c>Orders:Webhooks</c>.</summary>
internal sealed class WebhookSettings
{
    /// <summary>How often a delivery is tried before it has failed: 100 tries take about four hours. At most 186.</summary>
    public int MaxAttempts { get; init; } = 100;

    /// <summary>How long a receiver may take to answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many webhooks a customer may have.</summary>
    public int MaxPerCustomer { get; init; } = 10;

    /// <summary>
    /// A folder for the keys that secrets are protected with, which all nodes share; null for beside the embedded files, and with PostgreSQL for
    /// a table of the module. Whoever has both the keys and the database can read the secrets.
    /// </summary>
    public string? Keys { get; init; }

    /// <summary>How long the log of deliveries is kept.</summary>
    public TimeSpan LogRetention { get; init; } = TimeSpan.FromDays(30);
}
