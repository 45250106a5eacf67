namespace Shop.Testing;

/// <summary>The checkout that the running tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder of <c>Shop.sln</c>: the content root of a host under test, with <c>migrations</c> in it.</summary>
    /// <exception cref="InvalidOperationException">The tests were moved out of the checkout.</exception>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The modules' names, in lower case: the folders under src/Modules.</summary>
    public static IReadOnlyList<string> Modules { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "src", "Modules")).Select(folder => Path.GetFileName(folder).ToLowerInvariant()).Order()];

    private static string Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Shop.sln")))
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new InvalidOperationException($"There is no Shop.sln above {AppContext.BaseDirectory}. Run the tests within the repository.");
    }
}
