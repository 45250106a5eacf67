namespace Shop.Web;

/// <summary>A call that the shop makes to its clients, for the description's <c>webhooks</c>. A module registers each of its own.</summary>
/// <param name="Name">The name of the event: <c>order.confirmed</c>.</param>
/// <param name="Tag">The tag of the endpoints that it belongs to.</param>
/// <param name="Summary">When it is sent, as a sentence.</param>
/// <param name="Body">The type of the JSON body.</param>
/// <param name="Headers">The headers and what each holds.</param>
public sealed record WebhookDescription(
    string Name, string Tag, string Summary, Type Body, IReadOnlyList<(string Name, string Description)> Headers);
