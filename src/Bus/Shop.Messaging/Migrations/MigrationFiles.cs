namespace Shop.Messaging.Migrations;

/// <summary>Finds the folder of migration scripts.</summary>
public static class MigrationFiles
{
    /// <summary>
    /// The folder <c>migrations</c> of the content root (the repository's root under <c>dotnet run</c>), else the one beside
    /// the program (a published app).
    /// </summary>
    /// <exception cref="MigrationException">Neither exists; the message names both places.</exception>
    public static string Find(string contentRoot) => Find(contentRoot, AppContext.BaseDirectory);

    internal static string Find(string contentRoot, string program)
    {
        string[] places = [Path.Combine(contentRoot, "migrations"), Path.Combine(program, "migrations")];
        return places.FirstOrDefault(Directory.Exists) ?? throw new MigrationException(
            $"No folder of migration scripts found: looked in {string.Join(" and ", places)}. "
            + "Start the program in the repository's root, or publish it with its migrations folder.");
    }
}
