using Shop.Host.Schemas;

namespace Shop.Host.Commands.Schemas;

/// <summary>The code's contracts against what is committed.</summary>
internal static class ComparedSchemas
{
    private const string Rewrite = "dotnet run --project src/Shop.Host -- schemas write";

    /// <summary>What differs in the committed files, line by line. Returns 1 when anything does.</summary>
    public static int Diff(IReadOnlyList<ModuleDeclaration> modules)
    {
        var checkout = Checkout.Around(Environment.CurrentDirectory);
        var (committed, generated) = (checkout.Committed(), checkout.Generated(modules));
        var different = committed.Keys.Union(generated.Keys).Order(StringComparer.Ordinal)
            .Where(path => committed.GetValueOrDefault(path) != generated.GetValueOrDefault(path)).ToList();
        foreach (var path in different)
        {
            Console.WriteLine(path);
            foreach (var line in LineDiff.Of(committed.GetValueOrDefault(path, ""), generated.GetValueOrDefault(path, "")))
                Console.WriteLine("  " + line);
        }
        Console.WriteLine(different.Count == 0
            ? $"The {generated.Count} committed files are what the code generates."
            : $"{different.Count} committed files are not what the code generates. This rewrites them: {Rewrite}");
        return different.Count == 0 ? 0 : 1;
    }

    /// <summary>Which changes of the contracts break a reader, each in a sentence. Returns 1 when one does.</summary>
    /// <param name="modules">The shop's modules.</param>
    /// <param name="against">A folder within the checkout that made the promise; null for this one.</param>
    public static int Check(IReadOnlyList<ModuleDeclaration> modules, DirectoryInfo? against)
    {
        var changes = CompatibilityCheck.Changes(Checkout.Around(against?.FullName ?? Environment.CurrentDirectory), modules);
        foreach (var change in changes)
            (change.Breaks ? Console.Error : Console.Out).WriteLine(change);
        var breaking = changes.Count(change => change.Breaks);
        if (breaking == 0)
            Console.WriteLine("No contract breaks a reader.");
        return breaking == 0 ? 0 : 1;
    }

    /// <summary>Writes the files, unless a reader would break by what they promise.</summary>
    public static int Write(IReadOnlyList<ModuleDeclaration> modules, bool force)
    {
        if (!force && Check(modules, null) != 0)
        {
            Console.Error.WriteLine("Nothing was written. If the event was never published, write it with --force.");
            return 1;
        }
        var checkout = Checkout.Around(Environment.CurrentDirectory);
        var generated = checkout.Generated(modules);
        checkout.Write(generated);
        Console.WriteLine($"{generated.Count} files are what the code generates.");
        return 0;
    }
}
