using Shop.Catalog;
using Shop.Inventory;
using Shop.Messaging;
using Shop.Orders;
using Shop.Payments;

namespace Shop.Host.Hosting;

/// <summary>The shop's modules. A new one is added here and nowhere else.</summary>
internal static class ShopModules
{
    public static IReadOnlyList<IModule> All => [new CatalogModule(), new OrdersModule(), new InventoryModule(), new PaymentsModule()];
}
