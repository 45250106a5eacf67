namespace Shop.Orders;

/// <summary>Webhook settings; the section <c>Orders:Webhooks</c>.</summary>
internal sealed class WebhookSettings
{
    /// <summary>Attempts before a delivery has failed: 100 attempts take about four hours. At most 186.</summary>
    public int MaxAttempts { get; init; } = 100;

    /// <summary>How long a receiver may take to respond.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The maximum number of webhooks per customer.</summary>
    public int MaxPerCustomer { get; init; } = 10;

    /// <summary>
    /// A folder, shared by all nodes, for the keys that encrypt secrets; null: next to the embedded store's files, or with PostgreSQL in a
    /// table of the module. Secrets can be read with both the keys and the database.
    /// </summary>
    public string? Keys { get; init; }

    /// <summary>How long deliveries stay in the log.</summary>
    public TimeSpan LogRetention { get; init; } = TimeSpan.FromDays(30);
}
