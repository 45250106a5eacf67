using Shop.EventBridge;
using Shop.Host.Schemas;

namespace Shop.Host.Commands.Infra;

/// <summary>Where the Terraform configuration is kept.</summary>
internal sealed class TerraformFolder(DirectoryInfo folder)
{
    /// <summary>A folder, or else the checkout's.</summary>
    public static TerraformFolder At(DirectoryInfo? folder) =>
        new(folder ?? new DirectoryInfo(Checkout.Around(Directory.GetCurrentDirectory()).PathOf("infra/terraform")));

    /// <summary>Writes the files, and removes generated ones that are not any more.</summary>
    public int Write(IReadOnlyList<ModuleDeclaration> modules)
    {
        var files = TerraformExport.Of(modules);
        folder.Create();
        foreach (var gone in There().Keys.Except(files.Keys))
            File.Delete(PathOf(gone));
        foreach (var (name, text) in files)
            File.WriteAllText(PathOf(name), text);
        Console.WriteLine($"{files.Count} files are in {folder.FullName}.");
        return 0;
    }

    /// <summary>Tells which files are otherwise than the code says.</summary>
    public int Check(IReadOnlyList<ModuleDeclaration> modules)
    {
        var files = TerraformExport.Of(modules);
        var there = folder.Exists ? There() : [];
        var differing = files.Keys.Union(there.Keys).Where(name => files.GetValueOrDefault(name) != there.GetValueOrDefault(name)).Order(StringComparer.Ordinal).ToList();
        foreach (var name in differing)
            Console.WriteLine(!there.ContainsKey(name) ? $"{name} is missing." : files.ContainsKey(name) ? $"{name} is not what the code says." : $"{name} is of nothing in the code.");
        Console.WriteLine(differing.Count == 0 ? "The Terraform configuration is what the code says." : "Rewrite it with: dotnet run --project src/Shop.Host -- infra terraform");
        return differing.Count == 0 ? 0 : 1;
    }

    private Dictionary<string, string> There() => folder.GetFiles("*.tf.json").ToDictionary(file => file.Name, file => File.ReadAllText(file.FullName));

    private string PathOf(string name) => Path.Combine(folder.FullName, name);
}
