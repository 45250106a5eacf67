using Shop.Testing;

namespace Shop.Contract.Tests;

/// <summary>A shop whose shipments move within a second, and that operators enter with a key.</summary>
internal static class QuickShopFixture
{
    public const string OperatorKey = "key-of-the-tests";

    public static readonly string[] Settings =
    [
        "--environment", "Development", $"--Ops:Key={OperatorKey}", .. ShopProcess.Brisk,
        "--Shipping:Carrier:CollectsAfter=00:00:00.300", "--Shipping:Carrier:DeliversAfter=00:00:00.300", "--Shipping:Carrier:PollInterval=00:00:00.300",
        "--Payments:Fraud:ReviewAbove=1000",
    ];
}
