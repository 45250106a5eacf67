using Shop.Web;

namespace Shop.Orders;

/// <summary>Validates return requests.</summary>
internal static class RequestReturnRules
{
    public const int MaxReasonLength = 500;

    /// <summary>Checks the request alone.</summary>
    public static BrokenRules Broken(RequestReturnRequest request)
    {
        var broken = new BrokenRules();
        PlaceOrderRules.Check(request.Items, broken);
        broken.Unless(
            request.Reason is null || request.Reason.Length <= MaxReasonLength
            && !request.Reason.Contains('\0'), "/reason", "reason_invalid",
            $"A reason has at most {MaxReasonLength} characters.");
        return broken;
    }

    /// <summary>Checks the request against the order.</summary>
    public static BrokenRules Broken(RequestReturnRequest request, Order order)
    {
        var broken = new BrokenRules();
        for (var i = 0; i < request.Items.Count; i++)
        {
            var (product, quantity) = (request.Items[i].ProductId, request.Items[i].Quantity);
            var ordered = order.Lines.Any(line => line.ProductId == product);
            var left = order.LeftToReturn(product);
            broken.Unless(ordered, $"/items/{i}/productId", "product_not_in_order", $"{order.Id} has no {product}.");
            broken.Unless(!ordered || quantity <= left, $"/items/{i}/quantity", "quantity_not_returnable",
                $"{left} of {product} can be returned: the delivered quantity less earlier returns.");
        }
        return broken;
    }
}
