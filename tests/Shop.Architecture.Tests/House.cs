using System.Reflection;
using System.Xml.Linq;
using Shop.Testing;

namespace Shop.Architecture.Tests;

/// <summary>The house as it lies on the disk: what is not listed by hand cannot be forgotten.</summary>
internal static class House
{
    private static string Modules => Path.Combine(Repository.Root, "src", "Modules");

    /// <summary>The modules' names: the folders under src/Modules.</summary>
    public static IReadOnlyList<string> ModuleNames => [.. Directory.GetDirectories(Modules).Select(Path.GetFileName).OfType<string>().Order()];

    /// <summary>Everything that runs in production: the projects under src.</summary>
    public static IReadOnlyList<string> Projects =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).OfType<string>().Order()];

    public static TheoryData<string> EachModule => [.. ModuleNames];

    public static TheoryData<string> EachContracts => [.. ModuleNames.Where(name => File.Exists(Project(name, $"Shop.{name}.Contracts")))];

    /// <summary>What a project references, by name: projects and packages.</summary>
    public static IReadOnlyList<string> ReferencesOf(string module, string project) =>
    [
        .. XDocument.Load(Project(module, project)).Descendants()
            .Where(element => element.Name.LocalName is "ProjectReference" or "PackageReference")
            .Select(element => Path.GetFileName((string)element.Attribute("Include")!))
            .Select(name => name.EndsWith(".csproj", StringComparison.Ordinal) ? name[..^".csproj".Length] : name),
    ];

    public static Assembly AssemblyOf(string module) => Assembly.Load($"Shop.{module}");

    public static Assembly ContractsOf(string module) => Assembly.Load($"Shop.{module}.Contracts");

    public static IModule FrontDoorOf(string module) =>
        (IModule)Activator.CreateInstance(AssemblyOf(module).GetExportedTypes().Single(typeof(IModule).IsAssignableFrom))!;

    private static string Project(string module, string project) => Path.Combine(Modules, module, project, project + ".csproj");
}
