namespace Shop.Messaging.Migrations;

/// <summary>A row of <c>schema_history</c>.</summary>
internal sealed record HistoryRow(string Series, int Number, string Name, string Sha256);

/// <summary>Compares the scripts of one series with the database's history.</summary>
internal static class MigrationPlan
{
    /// <summary>The scripts still to be applied, in order.</summary>
    /// <exception cref="MigrationException">An applied script was edited, removed, or overtaken by a new one with a lower
    /// number.</exception>
    public static IEnumerable<MigrationScript> Pending(
        string module, string folder, IReadOnlyList<MigrationScript> scripts, IReadOnlyList<HistoryRow> history)
    {
        var byNumber = scripts.ToDictionary(script => script.Number);
        foreach (var row in history)
            RejectChangedHistory(module, folder, row, byNumber.GetValueOrDefault(row.Number));

        var applied = history.Select(row => row.Number).ToHashSet();
        var pending = scripts.Where(script => !applied.Contains(script.Number)).ToList();
        if (pending is [var first, ..] && history.MaxBy(row => row.Number) is { } last && first.Number < last.Number)
        {
            throw new MigrationException(
                $"{first.Path} is new, but {last.Number:0000}_{last.Name}, which comes after it, is already applied to module '{module}'. "
                + $"Give it a number above {last.Number:0000}, so that every database applies the scripts in one order.");
        }

        return pending;
    }

    private static void RejectChangedHistory(string module, string folder, HistoryRow row, MigrationScript? script)
    {
        if (script is null)
        {
            throw new MigrationException(
                $"{row.Number:0000}_{row.Name} is applied to module '{module}', but its file is missing from {folder}. "
                + "Restore the file; to undo its changes, add a new script. If this is an older version of the program, start the newer one.");
        }

        if (script.Sha256 != row.Sha256)
        {
            throw new MigrationException(
                $"{script.Path} was edited after it was applied to module '{module}'. "
                + "Restore it and put the change into a new script. On a development machine you can delete the database instead.");
        }
    }
}
