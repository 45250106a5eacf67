using System.Globalization;
using Shop.Messaging;

namespace Shop.Bench.Peers;

/// <summary>What is measured.</summary>
/// <param name="Store">Where the modules keep their data.</param>
/// <param name="Orders">How many orders are measured.</param>
/// <param name="Rate">Orders a second; 0 for as many as the producers can.</param>
/// <param name="WarmUp">How many orders go before, unmeasured and as fast as possible.</param>
/// <param name="Idle">How many seconds the database is watched while nothing happens; 0 for not at all.</param>
/// <param name="Connection">A PostgreSQL server; null for <see cref="BenchServer.Variable"/>, else one that is started.</param>
internal sealed record PeersOptions(StoreKind Store, int Orders, int Rate, int WarmUp, int Idle, string? Connection)
{
    public const string Usage =
        "[--store postgres|sqlite] [--orders 20000] [--rate 0] [--warm-up 5000] [--idle 30] [--connection \"Host=…\"]";

    /// <exception cref="ArgumentException">An option is unknown or has no fitting value; the message names it.</exception>
    public static PeersOptions Parse(string[] args)
    {
        var options = new PeersOptions(StoreKind.Postgres, Orders: 20_000, Rate: 0, WarmUp: 5_000, Idle: 30, Connection: null);
        foreach (var pair in args.Chunk(2))
            options = options.With(pair[0], pair.ElementAtOrDefault(1) ?? throw new ArgumentException($"{pair[0]} needs a value."));
        return options;
    }

    private PeersOptions With(string name, string value) => name switch
    {
        "--store" => this with { Store = Enum.TryParse<StoreKind>(value, ignoreCase: true, out var store) ? store : throw Unfit(name, value) },
        "--orders" => this with { Orders = Number(name, value, least: 1) },
        "--rate" => this with { Rate = Number(name, value, least: 0) },
        "--warm-up" => this with { WarmUp = Number(name, value, least: 0) },
        "--idle" => this with { Idle = Number(name, value, least: 0) },
        "--connection" => this with { Connection = value },
        _ => throw new ArgumentException($"There is no option {name}. The options are {Usage}"),
    };

    private static int Number(string name, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number : throw Unfit(name, value);

    private static ArgumentException Unfit(string name, string value) => new($"{name} cannot be \"{value}\". The options are {Usage}");
}
