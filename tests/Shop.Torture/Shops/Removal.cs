
namespace Shop.Torture;

/// <summary>A module leaves the others' process while orders are placed, and comes back: by the steps of docs/operations/extraction.md.</summary>
internal sealed class Removal(Plan plan, Street street, Houses houses, Homes homes, Tally tally)
{
    private Task _moving = Task.CompletedTask;
    private volatile bool _isOut, _isBack;
    private int _placedMeanwhile;

    private string Module => plan.Apart[0];

    /// <summary>Done when the last move is.</summary>
    public Task Done => _moving;

    /// <summary>Begins what the plan has for the moment at which an order is placed.</summary>
    public void At(int order)
    {
        if (order == plan.LeavesAt)
            _moving = Leave();
        if (_isOut && Interlocked.Increment(ref _placedMeanwhile) == plan.StaysFor)
            _moving = Return();
        if (_isBack)
            tally.Count(Tallied.Afterwards);
    }

    private async Task Leave()
    {
        // With the new process up first nothing waits; but a file belongs to one process.
        if (plan.Store == StoreKind.Postgres)
            await street.Add(houses.Alone(Module));
        await street.Change(houses.Whole.Modules, houses.Rest, () => homes.Move(Module, outward: true));
        if (plan.Store == StoreKind.Sqlite)
            await street.Add(houses.Alone(Module));
        tally.Count(Tallied.Moves);
        _isOut = true;
    }

    private async Task Return()
    {
        await street.Close([Module]);
        await street.Change(houses.Rest.Modules, houses.Whole, () => homes.Move(Module, outward: false));
        tally.Count(Tallied.Moves);
        _isBack = true;
    }
}
