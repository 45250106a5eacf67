using Markdig;
using Markdig.Syntax;
using Shop.Testing;

namespace Shop.EndToEnd.Tests.Documentation;

/// <summary>A page that a reader follows with a shell: its commands, and the output that it shows of them.</summary>
internal sealed class DocumentedPage
{
    private const string NotRun = "<!-- not run: ";
    private static readonly string[] Shells = ["sh", "bash", "console"];

    private DocumentedPage(string path)
    {
        Path = path;
        var document = Markdown.Parse(File.ReadAllText(System.IO.Path.Combine(Repository.Root, path)));
        Blocks = [.. document.Descendants<ContainerBlock>().Prepend(document).SelectMany(Commands).OrderBy(block => block.Line)];
    }

    /// <summary>From the repository's root.</summary>
    public string Path { get; }

    /// <summary>Its shell blocks that can be run, in order.</summary>
    public IReadOnlyList<ShellBlock> Blocks { get; }

    /// <summary>The pages whose commands must work: README, tutorial, concepts and guides.</summary>
    public static IReadOnlyList<DocumentedPage> All { get; } =
    [
        .. ((string[])["README.md", "docs/tutorial.md", .. In("docs/concepts"), .. In("docs/guides")])
            .Select(path => new DocumentedPage(path)).Where(page => page.Blocks.Count > 0),
    ];

    private static IEnumerable<string> In(string folder) => Directory.GetFiles(System.IO.Path.Combine(Repository.Root, folder), "*.md")
        .Select(file => System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static IEnumerable<ShellBlock> Commands(ContainerBlock container)
    {
        for (var i = 0; i < container.Count; i++)
            if (container[i] is FencedCodeBlock block && Shells.Contains(block.Info) && !IsMarked(i == 0 ? null : container[i - 1]))
                yield return new ShellBlock(
                    block.Line + 1, block.Lines.ToString(),
                    i + 1 < container.Count && container[i + 1] is FencedCodeBlock { Info: "text" } output ? output.Lines.ToString() : null);
    }

    private static bool IsMarked(Block? above) =>
        above is HtmlBlock comment && comment.Lines.ToString().StartsWith(NotRun, StringComparison.Ordinal);
}

/// <summary>Commands of a page.</summary>
/// <param name="Line">Where the block begins, from 1.</param>
/// <param name="Commands">What a reader types.</param>
/// <param name="Output">What the page shows of it; null for nothing.</param>
internal sealed record ShellBlock(int Line, string Commands, string? Output);
