using Shop.Web;

namespace Shop.Inventory;

/// <summary>How inventory refuses.</summary>
internal static class InventoryProblems
{
    /// <summary>No such product.</summary>
    public static readonly ProblemCode StockNotFound = new("stock_not_found", 404, "There is no stock of such a product",
        "The inventory knows no product with this id: it was never listed, or that has not been heard yet. GET /ops/inventory/stock lists all.");

    /// <summary>Fewer than are promised.</summary>
    public static readonly ProblemCode StockReserved = new("stock_reserved", 409, "More is set aside for orders",
        "There cannot be fewer on hand than are set aside for orders. Cancel orders first, or count again. GET /ops/inventory/reservations lists what is set aside.");
}
