using System.Text.RegularExpressions;
using Shop.Testing;

namespace Shop.Architecture.Tests;

/// <summary>Shop.Messaging is built in floors: a folder is a namespace, and a type names only types of its own floor and of those below.</summary>
public sealed partial class FloorsTests
{
    private const string Root = "Shop.Messaging";

    /// <summary>Bottom to top.</summary>
    private static readonly string[] Floors = ["Kernel", "Migrations", "Storage", "Modules", "Transports", "Publishing", "Consuming", "Operating", "Hosting"];

    private static string Folder => Path.Combine(Repository.Root, "src", "Bus", Root);

    [Fact]
    public void No_type_of_the_bus_names_a_type_of_a_higher_floor() => Found.Nothing(UpwardReferences(CompiledAssembly.OfProduct(Root)));

    [Fact]
    public void Every_type_of_the_bus_is_on_a_floor() => Found.Nothing(OffTheFloors(CompiledAssembly.OfProduct(Root)));

    [Fact]
    public void Every_folder_of_the_bus_is_a_floor() => Assert.Equal(
        Floors.Order(), Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)).Where(name => name is not ("bin" or "obj")).Order());

    [Fact]
    public void Every_file_of_the_bus_is_in_the_namespace_of_its_folder() => Assert.All(
        Directory.GetFiles(Folder, "*.cs", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file))
            .Where(file => !file.StartsWith("obj", StringComparison.Ordinal) && !file.StartsWith("bin", StringComparison.Ordinal)),
        file => Assert.Equal(
            $"{Root}.{Path.GetDirectoryName(file)!.Replace(Path.DirectorySeparatorChar, '.')}",
            Namespace().Match(File.ReadAllText(Path.Combine(Folder, file))).Groups[1].Value));

    [Fact]
    public void A_type_that_names_a_higher_floor_fails()
    {
        var sample = CompiledAssembly.Load(Sample.Compile(Root, """
            namespace Shop.Messaging
            {
                public class Stray { }
            }
            namespace Shop.Messaging.Kernel
            {
                public class Signature { public Shop.Messaging.Hosting.Bus Bus => null; }
                public class Body { public object Make() => new Shop.Messaging.Hosting.Bus(); }
                public class Lambda { public System.Func<object> Make() => () => new System.Collections.Generic.List<Shop.Messaging.Hosting.Bus>(); }
                public class Caught { public void Run() { try { Run(); } catch (Shop.Messaging.Storage.StoreException) { } } }
            }
            namespace Shop.Messaging.Storage
            {
                public class StoreException : System.Exception { }
                public class Fine { public Shop.Messaging.Kernel.Body Body; }
            }
            namespace Shop.Messaging.Hosting
            {
                public class Bus { public Shop.Messaging.Kernel.Signature Below() => new(); }
            }
            """));
        Assert.Equal(
            [
                "Shop.Messaging.Kernel.Body names Shop.Messaging.Hosting.Bus, which is higher: Kernel may not know Hosting.",
                "Shop.Messaging.Kernel.Caught names Shop.Messaging.Storage.StoreException, which is higher: Kernel may not know Storage.",
                "Shop.Messaging.Kernel.Lambda names Shop.Messaging.Hosting.Bus, which is higher: Kernel may not know Hosting.",
                "Shop.Messaging.Kernel.Signature names Shop.Messaging.Hosting.Bus, which is higher: Kernel may not know Hosting.",
            ],
            UpwardReferences(sample));
        Assert.Equal(["Shop.Messaging.Stray"], OffTheFloors(sample));
    }

    private static IReadOnlyList<string> UpwardReferences(CompiledAssembly bus) =>
    [
        .. from use in bus.Uses
           let user = FloorOf(use.User)
           let used = FloorOf(use.Used)
           where use.Used.Assembly == bus.Name && user >= 0 && used > user
           select $"{use.User} names {use.Used}, which is higher: {Floors[user]} may not know {Floors[used]}." into reference
           orderby reference
           select reference,
    ];

    private static IReadOnlyList<string> OffTheFloors(CompiledAssembly bus) =>
        [.. bus.Types.Where(type => type.Namespace.StartsWith("Shop", StringComparison.Ordinal) && FloorOf(type) < 0).Select(type => type.FullName).Order()];

    private static int FloorOf(NamedType type) =>
        type.Namespace.StartsWith(Root + ".", StringComparison.Ordinal) ? Array.IndexOf(Floors, type.Namespace[(Root.Length + 1)..]) : -1;

    [GeneratedRegex(@"^namespace (\S+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
