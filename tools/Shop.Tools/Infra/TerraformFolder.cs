namespace Shop.Tools;

/// <summary>The folder of the Terraform configuration.</summary>
internal sealed class TerraformFolder(DirectoryInfo folder, TextWriter output)
{
    /// <summary>A folder; null for the checkout's.</summary>
    public static TerraformFolder At(DirectoryInfo? folder, TextWriter output) =>
        new(folder ?? new DirectoryInfo(Checkout.Around(Environment.CurrentDirectory).PathOf("infra/terraform")), output);

    /// <summary>Writes the files, and removes generated ones that are obsolete.</summary>
    public int Write(IReadOnlyList<ModuleDeclaration> modules)
    {
        var files = TerraformExport.Of(modules);
        folder.Create();
        foreach (var gone in Existing().Keys.Except(files.Keys))
            File.Delete(PathOf(gone));
        foreach (var (name, text) in files)
            File.WriteAllText(PathOf(name), text);
        output.WriteLine($"{files.Count} files are in {folder.FullName}.");
        return 0;
    }

    /// <summary>Lists the files that differ from the code.</summary>
    public int Check(IReadOnlyList<ModuleDeclaration> modules)
    {
        var files = TerraformExport.Of(modules);
        var there = folder.Exists ? Existing() : [];
        var differing = files.Keys.Union(there.Keys).Where(name => files.GetValueOrDefault(name) != there.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal).ToList();
        foreach (var name in differing)
            output.WriteLine(!there.ContainsKey(name) ? $"{name} is missing." : files.ContainsKey(name) ? $"{name} differs from the code."
                : $"{name} has no counterpart in the code.");
        output.WriteLine(differing.Count == 0 ? "The Terraform configuration matches the code."
            : "Rewrite it with: dotnet run --project tools/Shop.Tools -- infra terraform");
        return differing.Count == 0 ? 0 : 1;
    }

    private Dictionary<string, string> Existing() =>
        folder.GetFiles("*.tf.json").ToDictionary(file => file.Name, file => File.ReadAllText(file.FullName));

    private string PathOf(string name) => Path.Combine(folder.FullName, name);
}
