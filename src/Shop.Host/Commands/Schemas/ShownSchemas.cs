using Shop.Events;
using Shop.Host.Schemas;

namespace Shop.Host.Commands.Schemas;

/// <summary>Lists the events' versions, and shows the documents of one.</summary>
internal static class ShownSchemas
{
    public static int List(IReadOnlyList<ModuleDeclaration> modules)
    {
        var reads = Reads.Of(modules);
        foreach (var contract in SchemaDocument.Contracts(modules).OrderBy(contract => contract.ToString(), StringComparer.Ordinal))
        {
            var readers = string.Join(", ", reads.Where(module => module.Value.ContainsKey(contract.ToString())).Select(module => module.Key));
            Console.WriteLine($"{contract,-34} {(contract.IsPublished ? "said" : "read")}  {contract.FileName + ".json",-36} {(readers.Length == 0 ? "heard by nobody" : "heard by " + readers)}");
        }
        return 0;
    }

    /// <param name="modules">The shop's modules.</param>
    /// <param name="detailType">The event's name.</param>
    /// <param name="version">The version; null for the newest.</param>
    /// <param name="form">How the document's file name ends.</param>
    public static int Show(IReadOnlyList<ModuleDeclaration> modules, string detailType, string? version, string form)
    {
        var contracts = SchemaDocument.Contracts(modules);
        var versions = contracts.Where(contract => contract.DetailType == detailType).ToList();
        if (versions.FindLast(contract => version is null || contract.Version == version) is { } found)
        {
            Console.Write(SchemaDocument.Of(found).Single(document => document.FileName == found.FileName + form).Text);
            return 0;
        }
        Console.Error.WriteLine(versions.Count == 0
            ? $"Nobody says \"{detailType}\". The events are: {string.Join(", ", contracts.Select(contract => contract.DetailType).Distinct().Order())}."
            : $"\"{detailType}\" has no version {version}. It has {string.Join(", ", versions.Select(contract => contract.Version))}.");
        return 2;
    }
}
