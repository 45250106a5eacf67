using System.Globalization;
using Shop.Messaging;

namespace Shop.Bench.Orders;

/// <summary>What is measured.</summary>
/// <param name="Store">Where the modules keep their data.</param>
/// <param name="Orders">How many orders are measured.</param>
/// <param name="Rate">Orders a second; 0 for as many as the shoppers can.</param>
/// <param name="Shoppers">How many shoppers order at once.</param>
/// <param name="WarmUp">How many orders go before, unmeasured.</param>
/// <param name="Idle">How many seconds the database is watched while nothing happens; 0 for not at all.</param>
/// <param name="Connection">A PostgreSQL server; null for <see cref="BenchServer.Variable"/>, else one that is started.</param>
internal sealed record OrdersOptions(StoreKind Store, int Orders, int Rate, int Shoppers, int WarmUp, int Idle, string? Connection)
{
    public const string Usage =
        "[--store postgres|sqlite] [--orders 10000] [--rate 0] [--shoppers 32] [--warm-up 3000] [--idle 30] [--connection \"Host=…\"]";

    /// <exception cref="ArgumentException">An option is unknown or has no fitting value; the message names it.</exception>
    public static OrdersOptions Parse(string[] args)
    {
        var options = new OrdersOptions(StoreKind.Postgres, Orders: 10_000, Rate: 0, Shoppers: 32, WarmUp: 3_000, Idle: 30, Connection: null);
        foreach (var pair in args.Chunk(2))
            options = options.With(pair[0], pair.ElementAtOrDefault(1) ?? throw new ArgumentException($"{pair[0]} needs a value."));
        return options;
    }

    private OrdersOptions With(string name, string value) => name switch
    {
        "--store" => this with { Store = Enum.TryParse<StoreKind>(value, ignoreCase: true, out var store) ? store : throw Unfit(name, value) },
        "--orders" => this with { Orders = Number(name, value, least: 1) },
        "--rate" => this with { Rate = Number(name, value, least: 0) },
        "--shoppers" => this with { Shoppers = Number(name, value, least: 1) },
        "--warm-up" => this with { WarmUp = Number(name, value, least: 0) },
        "--idle" => this with { Idle = Number(name, value, least: 0) },
        "--connection" => this with { Connection = value },
        _ => throw new ArgumentException($"There is no option {name}. The options are {Usage}"),
    };

    private static int Number(string name, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number : throw Unfit(name, value);

    private static ArgumentException Unfit(string name, string value) => new($"{name} cannot be \"{value}\". The options are {Usage}");
}
