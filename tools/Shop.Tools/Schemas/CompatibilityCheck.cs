using System.Text.Json.Nodes;
using Shop.Events;
using Shop.Host.Schemas;

namespace Shop.Tools;

/// <summary>Compares the contracts of the code with the schemas that a checkout has committed.</summary>
internal static class CompatibilityCheck
{
    public static IReadOnlyList<SchemaChange> Changes(Checkout published, IReadOnlyList<ModuleDeclaration> modules)
    {
        var contracts = SchemaDocument.Contracts(modules);
        var committed = published.CommittedReads();
        var inCode = Reads.Of(modules);
        return [.. published.Schemas().SelectMany(schema => Of(schema)).OrderByDescending(change => change.Breaks)];

        IEnumerable<SchemaChange> Of(JsonObject schema)
        {
            var name = (string)schema["title"]!;
            var listeners = ListenersOf(name);
            return contracts.FirstOrDefault(contract => contract.ToString() == name) is not { IsPublished: true } contract
                ? [Compatibility.Gone(name, listeners)]
                : Compatibility.Changes(schema, EventSchema.Of(contract), listeners, NextVersionOf(contract));
        }

        IReadOnlyList<Listener> ListenersOf(string name) =>
        [
            .. committed[name]
                .Concat(inCode.Where(module => module.Value.ContainsKey(name))
                    .Select(module => (Module: module.Key, Fields: module.Value[name].ToArray())))
                .GroupBy(read => read.Module, (module, reads) => new Listener(module, reads.SelectMany(read => read.Fields).ToHashSet())),
        ];
    }

    private static string NextVersionOf(EventContract contract) =>
        $"{contract.Versions.Max(version => Version.Parse(version.Version).Major) + 1}.0";
}
