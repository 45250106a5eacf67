using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Shop.Architecture.Tests;

/// <summary>A small assembly that a test compiles in memory, to show that a rule fails when it is broken.</summary>
internal static class Sample
{
    private static readonly IReadOnlyList<MetadataReference> Platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Shop.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static byte[] Compile(string assembly, string source, params byte[][] references)
    {
        var image = new MemoryStream();
        var result = CSharpCompilation.Create(
            assembly, [CSharpSyntaxTree.ParseText(source)], [.. Platform, .. references.Select(reference => MetadataReference.CreateFromImage(reference))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        return result.Success
            ? image.ToArray()
            : throw new InvalidOperationException($"The sample {assembly} does not compile: {string.Join('\n', result.Diagnostics)}");
    }
}
