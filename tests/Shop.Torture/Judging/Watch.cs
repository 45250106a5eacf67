using System.Data.Common;
using Shop.Orders;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>Checks the invariants that must hold at every moment (I3, I5).</summary>
internal sealed class Watch(TestDatabase database, Tally tally)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _cancelled = [];
    private readonly Dictionary<string, long> _stock = [];

    public async Task Look(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                await Stock();
                await Orders();
                tally.Count("looks at the tables meanwhile");
            }
            catch (DbException)
            {
                // The database is down.
            }
            await Task.Delay(Pace, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>No stock is below zero, and none is gained or lost.</summary>
    private async Task Stock()
    {
        foreach (var (product, available, reserved, shipped) in await StockOf.All(database))
        {
            tally.Expect(available >= 0 && reserved >= 0, () => $"{product} is below zero: {available} available, {reserved} reserved.");
            var all = available + reserved + shipped;
            var began = _stock.TryAdd(product, all) ? all : _stock[product];
            tally.Expect(all == began, () => $"{product}: {available} here, {reserved} set aside and {shipped} that have left are not {began}.");
        }
    }

    /// <summary>What is cancelled stays cancelled.</summary>
    private async Task Orders()
    {
        var cancelled = await Tables.Read(database, "orders", $"select id from orders where state = '{OrderState.Cancelled}'", row => row.GetString(0));
        var gone = _cancelled.Except(cancelled).ToList();
        tally.Expect(gone.Count == 0, () => $"Cancelled before and not any more: {string.Join(", ", gone)}.");
        _cancelled.Clear();
        _cancelled.UnionWith(cancelled);
    }
}
