using System.Globalization;

namespace Shop.Bench;

/// <summary>The load of a benchmark of orders.</summary>
/// <param name="Store">The modules' store.</param>
/// <param name="Orders">How many orders are measured.</param>
/// <param name="Rate">Orders a second; 0 for the maximum.</param>
/// <param name="Shoppers">How many shoppers or producers order at once.</param>
/// <param name="WarmUp">Unmeasured orders before.</param>
/// <param name="Idle">For how many seconds the idle database is watched; 0 for none.</param>
/// <param name="Connection">A PostgreSQL server; null for <see cref="BenchServer.Variable"/>, else one that is started.</param>
internal sealed record LoadOptions(StoreKind Store, int Orders, int Rate, int Shoppers, int WarmUp, int Idle, string? Connection)
{
    public const string Usage =
        "[--store postgres|sqlite] [--orders N] [--rate 0] [--shoppers N] [--warm-up N] [--idle 30] [--connection \"Host=…\"]";

    /// <summary>For benchmarks that count events.</summary>
    public const string ReplayUsage = "[--store postgres|sqlite] [--events N] [--connection \"Host=…\"]";

    private LoadOptions(int orders, int shoppers, int warmUp) : this(StoreKind.Postgres, orders, Rate: 0, shoppers, warmUp, Idle: 30, Connection: null)
    {
    }

    /// <summary>
    /// The options of a command line, else what the benchmark measures by default; null when one does not fit, and then the message is
    /// written.
    /// </summary>
    public static LoadOptions? Parse(string[] args, TextWriter errors, int orders, int shoppers, int warmUp)
    {
        try
        {
            var options = new LoadOptions(orders, shoppers, warmUp);
            foreach (var pair in args.Chunk(2))
                options = options.With(pair[0], pair.ElementAtOrDefault(1) ?? throw new ArgumentException($"{pair[0]} needs a value."));
            return options;
        }
        catch (ArgumentException e)
        {
            errors.WriteLine(e.Message);
            return null;
        }
    }

    private LoadOptions With(string name, string value) => name switch
    {
        "--store" => this with { Store = Enum.TryParse<StoreKind>(value, ignoreCase: true, out var store) ? store : throw Invalid(name, value) },
        "--orders" or "--events" => this with { Orders = Number(name, value, least: 1) },
        "--rate" => this with { Rate = Number(name, value, least: 0) },
        "--shoppers" => this with { Shoppers = Number(name, value, least: 1) },
        "--warm-up" => this with { WarmUp = Number(name, value, least: 0) },
        "--idle" => this with { Idle = Number(name, value, least: 0) },
        "--connection" => this with { Connection = value },
        _ => throw new ArgumentException($"There is no option {name}. The options are {Usage}"),
    };

    private static int Number(string name, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number : throw Invalid(name, value);

    private static ArgumentException Invalid(string name, string value) => new($"{name} cannot be \"{value}\". The options are {Usage}");
}
