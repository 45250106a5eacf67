using Shop.Web;

namespace Shop.Inventory;

/// <summary>Problem codes of inventory.</summary>
internal static class InventoryProblems
{
    /// <summary>No such product.</summary>
    public static readonly ProblemCode StockNotFound = new("stock_not_found", 404, "There is no stock of this product",
        "Inventory has no product with this id: it was never listed, or Product Listed has not arrived yet. GET /ops/inventory/stock "
            + "lists all.");

    /// <summary>The count is below the reserved quantity.</summary>
    public static readonly ProblemCode StockReserved = new("stock_reserved", 409, "More is reserved for orders",
        "The stock on hand cannot be lower than the reserved quantity. Cancel orders first, or count again. GET "
            + "/ops/inventory/reservations lists reservations.");
}
