using System.Reflection;
using System.Text.Json.Nodes;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Web;

namespace Shop.Host.Api;

/// <summary>What the API's description says besides the endpoints: tags, examples, and the constraints of the events' types.</summary>
internal static class ApiTexts
{
    public static ApiSupplement Supplement => new()
    {
        Tags =
        [
            ("Products", "The catalogue: what is on sale, at which price, and how many there are."),
            ("Carts", "Carts of guests and customers, at current prices, and checkout."),
            ("Orders", "Orders, their progress, parcels and returns."),
            ("Customers", "What a customer wants to be told, and how."),
            ("Webhooks", "Calls to a customer's server when an order changes, and their log."),
            ("Operations", "For operators: products, stock, reviews, returns, dead letters, events and operations."),
            ("Notifications", "For operators: what was sent to customers."),
            ("Analytics", "For operators: figures of orders over time."),
            ("Schemas", "The schemas of every event, and the AsyncAPI document."),
        ],
        Parameters = new Dictionary<string, string>
        {
            ["cartId"] = "The cart, as POST /v1/carts answered it. Who knows it may change the cart.",
            ["customerId"] = "The customer.",
            ["deliveryId"] = "The delivery.",
            ["eventId"] = "The event.",
            ["file"] = "The name of a file, as GET /schemas lists it.",
            ["mailboxId"] = "The message.",
            ["operation"] = "Only entries of this operation.",
            ["operationId"] = "The operation.",
            ["orderId"] = "The order.",
            ["productId"] = "The product.",
            ["returnId"] = "The return.",
            ["status"] = "Only those in this status.",
            ["webhookId"] = "The webhook.",
        },
        Examples = Examples(),
        Keywords = Keywords,
    };

    private static JsonObject Examples()
    {
        using var file = typeof(ApiTexts).Assembly.GetManifestResourceStream("examples.json")!;
        return JsonNode.Parse(file)!.AsObject();
    }

    /// <summary>The constraints of an event's member, which the API shows too; of a country those that orders are checked against.</summary>
    private static JsonObject? Keywords(ICustomAttributeProvider member)
    {
        if (member is PropertyInfo { Name: nameof(ShippingAddress.Country) } country && country.DeclaringType == typeof(ShippingAddress))
            return new JsonObject { ["enum"] = new JsonArray([.. Countries.Codes.Order(StringComparer.Ordinal).Select(code => (JsonNode)code)]) };
        var constraints = member.GetCustomAttributes(inherit: true).OfType<ConstraintAttribute>().ToList();
        if (constraints.Count == 0)
            return null;
        var schema = new JsonObject();
        constraints.ForEach(constraint => constraint.AddTo(schema));
        return schema;
    }
}
