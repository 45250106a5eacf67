using Shop.Analytics;
using Shop.Catalog;
using Shop.Inventory;
using Shop.Notifications;
using Shop.Orders;
using Shop.Payments;
using Shop.Shipping;

namespace Shop.Host.Hosting;

/// <summary>The shop's modules. A new one is added here and nowhere else.</summary>
internal static class ShopModules
{
    public static IReadOnlyList<IModule> All =>
    [
        new CatalogModule(), new OrdersModule(), new InventoryModule(), new PaymentsModule(), new ShippingModule(),
        new NotificationsModule(), new AnalyticsModule(),
    ];

    /// <summary>The modules' declarations, for commands that open no database.</summary>
    public static IReadOnlyList<ModuleDeclaration> Declared()
    {
        var services = new ServiceCollection().AddLogging().AddModules(new ConfigurationBuilder().Build(), All, []);
        return services.BuildServiceProvider().GetRequiredService<ModuleDirectory>().All;
    }
}
