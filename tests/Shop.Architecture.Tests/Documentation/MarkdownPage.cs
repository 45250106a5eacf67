using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Shop.Testing;

namespace Shop.Architecture.Tests;

/// <summary>A Markdown file of the repository: its links, and the anchors that others may link to.</summary>
internal sealed class MarkdownPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();
    private static readonly string[] NotOurs = ["bin", "obj", "TestResults", "artifacts", ".git", ".data"];

    private readonly MarkdownDocument _document;

    private MarkdownPage(string file)
    {
        File = file;
        Text = System.IO.File.ReadAllText(file);
        _document = Markdown.Parse(Text, Pipeline);
        Anchors = AnchorsOf(_document);
    }

    /// <summary>The full path.</summary>
    public string File { get; }

    /// <summary>From the repository's root.</summary>
    public string Path => System.IO.Path.GetRelativePath(Repository.Root, File).Replace('\\', '/');

    public string Text { get; }

    /// <summary>The anchors of its headings, as GitHub makes them.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>What it links to that is no web address: a path from its folder, an anchor, or both.</summary>
    public IEnumerable<string> RelativeLinks => _document.Descendants<LinkInline>().Select(link => link.Url ?? "")
        .Where(url => !Uri.TryCreate(url, UriKind.Absolute, out _));

    /// <summary>What stands in backticks, and the headings.</summary>
    public IEnumerable<string> Names =>
        _document.Descendants<CodeInline>().Select(code => code.Content).Concat(_document.Descendants<HeadingBlock>().Select(TextOf));

    /// <summary>All Markdown files of the repository.</summary>
    public static IReadOnlyList<MarkdownPage> All { get; } =
        [.. Files(Repository.Root).Order(StringComparer.Ordinal).Select(file => new MarkdownPage(file))];

    /// <summary>The page of a path from the repository's root.</summary>
    public static MarkdownPage At(string path) => All.Single(page => page.Path == path);

    /// <summary>The full path that a relative link leads to, without the anchor.</summary>
    public string Target(string link) => link.StartsWith('#')
        ? File
        : System.IO.Path.GetFullPath(Uri.UnescapeDataString(link.Split('#')[0]), System.IO.Path.GetDirectoryName(File)!);

    private static IEnumerable<string> Files(string folder) => Directory.GetFiles(folder, "*.md").Concat(
        Directory.GetDirectories(folder).Where(inner => !NotOurs.Contains(System.IO.Path.GetFileName(inner))).SelectMany(Files));

    private static HashSet<string> AnchorsOf(MarkdownDocument document)
    {
        var anchors = new HashSet<string>();
        foreach (var anchor in document.Descendants<HeadingBlock>().Select(TextOf).Select(Anchor))
            for (var i = 0; !anchors.Add(i == 0 ? anchor : $"{anchor}-{i}"); i++) { }
        return anchors;
    }

    /// <summary>GitHub's rule: lower case, spaces become hyphens, what is no letter, digit, hyphen or underscore goes.</summary>
    internal static string Anchor(string heading) => string.Concat(
        heading.Trim().ToLowerInvariant().Select(c => c == ' ' ? "-" : char.IsLetterOrDigit(c) || c is '-' or '_' ? c.ToString() : ""));

    private static string TextOf(HeadingBlock heading)
    {
        var text = new StringBuilder();
        foreach (var inline in heading.Inline!.Descendants())
            text.Append(inline switch { LiteralInline literal => literal.Content.ToString(), CodeInline code => code.Content, _ => "" });
        return text.ToString();
    }
}
