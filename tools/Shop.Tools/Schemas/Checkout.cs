using System.Text.Json.Nodes;
using Shop.Events;
using Shop.Host.Hosting;
using Shop.Host.Schemas;

namespace Shop.Tools;

/// <summary>A checkout of the repository: its committed schemas.</summary>
internal sealed class Checkout
{
    private const string AsyncApi = "docs/asyncapi.json";

    private readonly string _root;

    private Checkout(string root) => _root = root;

    /// <summary>The checkout that contains a folder.</summary>
    /// <exception cref="StartException">No checkout contains it.</exception>
    public static Checkout Around(string folder)
    {
        for (var place = new DirectoryInfo(folder); place is not null; place = place.Parent)
            if (File.Exists(Path.Combine(place.FullName, "Shop.sln")))
                return new Checkout(place.FullName);
        throw new StartException(
            $"{folder} is not in a checkout of the shop: there is no Shop.sln above it. Change to the checkout first.");
    }

    /// <summary>The full path of a file.</summary>
    /// <param name="path">From the root.</param>
    public string PathOf(string path) => Path.Combine(_root, path);

    /// <summary>What the code generates: path from the root, and text.</summary>
    public IReadOnlyDictionary<string, string> Generated(IReadOnlyList<ModuleDeclaration> modules)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [AsyncApi] = EventSchema.Text(AsyncApiDocument.Of(modules)),
        };
        foreach (var document in SchemaDocument.Contracts(modules).SelectMany(SchemaDocument.Of))
            files.Add($"{FolderOf(document.Contract.Type.Assembly)}/schemas/{document.FileName}", document.Text);
        foreach (var (module, reads) in Reads.Of(modules))
            files.Add($"{FolderOf(modules.Single(declared => declared.Name == module).Database.Assembly)}/{Reads.FileName}",
                Reads.Text(reads));
        return files;
    }

    /// <summary>The committed files, of the kinds that are generated.</summary>
    public IReadOnlyDictionary<string, string> Committed() => Find("schemas/*.json").Concat(Find(Reads.FileName)).Append(AsyncApi)
        .Where(path => File.Exists(Path.Combine(_root, path)))
        .ToDictionary(path => path, path => File.ReadAllText(Path.Combine(_root, path)));

    /// <summary>The committed schemas.</summary>
    public IReadOnlyList<JsonObject> Schemas() =>
    [
        .. Committed().Where(file => file.Key.Contains("/schemas/", StringComparison.Ordinal))
        .Select(file => JsonNode.Parse(file.Value)!.AsObject())
            .Where(json => json.ContainsKey("$schema")).OrderBy(json => (string?)json["title"], StringComparer.Ordinal),
    ];

    /// <summary>What each module reads, as committed.</summary>
    public ILookup<string, (string Module, string[] Fields)> CommittedReads() => Find(Reads.FileName)
        .SelectMany(path => Reads.Parse(File.ReadAllText(Path.Combine(_root, path)))
            .Select(read => (Event: read.Key, Module: path.Split('/')[2].ToLowerInvariant(), Fields: read.Value)))
        .ToLookup(read => read.Event, read => (read.Module, read.Fields));

    /// <summary>Writes what is generated, and removes what is no longer.</summary>
    public void Write(IReadOnlyDictionary<string, string> generated)
    {
        foreach (var gone in Committed().Keys.Except(generated.Keys))
            File.Delete(Path.Combine(_root, gone));
        foreach (var (path, text) in generated)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, path))!);
            File.WriteAllText(Path.Combine(_root, path), text);
        }
    }

    /// <summary>The folder of a module's project.</summary>
    private string FolderOf(System.Reflection.Assembly assembly) =>
        Projects().FirstOrDefault(project => Path.GetFileName(project) == assembly.GetName().Name)
        ?? throw new StartException(
            $"{_root}/src/Modules has no project {assembly.GetName().Name}. Is this the checkout that the program was built from?");

    private IEnumerable<string> Projects() =>
        Directory.GetDirectories(Path.Combine(_root, "src", "Modules")).SelectMany(Directory.GetDirectories)
        .Select(project => Path.GetRelativePath(_root, project).Replace('\\', '/'));

    private IEnumerable<string> Find(string pattern) => Projects()
        .Select(project => Path.Combine(_root, project, Path.GetDirectoryName(pattern)!)).Where(Directory.Exists)
        .SelectMany(folder => Directory.GetFiles(folder, Path.GetFileName(pattern)))
        .Select(file => Path.GetRelativePath(_root, file).Replace('\\', '/'));
}
