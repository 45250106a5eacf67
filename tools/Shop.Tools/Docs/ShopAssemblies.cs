using System.Reflection;
using Shop.Host.Commands;

namespace Shop.Tools;

/// <summary>The shop's own assemblies: the host, and what it references.</summary>
internal static class ShopAssemblies
{
    public static IReadOnlyList<Assembly> All { get; } =
        [.. Reached(typeof(HostCommands).Assembly).OrderBy(one => one.FullName, StringComparer.Ordinal)];

    private static HashSet<Assembly> Reached(Assembly from)
    {
        var reached = new HashSet<Assembly>();
        var open = new Queue<Assembly>([from]);
        while (open.TryDequeue(out var next))
            if (reached.Add(next))
                foreach (var name in next.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Shop.", StringComparison.Ordinal)))
                    open.Enqueue(Assembly.Load(name));
        return reached;
    }
}
