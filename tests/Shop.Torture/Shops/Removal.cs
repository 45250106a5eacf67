
namespace Shop.Torture;

/// <summary>Extracts a module while orders are placed, and moves it back: by the steps of docs/operations/extraction.md.</summary>
internal sealed class Removal(Plan plan, Street street, Houses houses, Homes homes, Tally tally)
{
    private Task _moving = Task.CompletedTask;
    private volatile bool _isOut, _isBack;
    private int _placedMeanwhile;

    private string Module => plan.Apart[0];

    /// <summary>Done when the last move is.</summary>
    public Task Done => _moving;

    /// <summary>Starts the plan's move, if any, for the order that is placed.</summary>
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
        // If the new process starts first, nothing waits; but a file belongs to one process.
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
