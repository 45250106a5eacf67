using Shop.Testing;

namespace Shop.Architecture.Tests;

/// <summary>Every Markdown file of the repository: links lead somewhere, pages can be found, the README stays short.</summary>
public sealed class DocumentationTests
{
    private const int ReadmeWords = 900;
    private const string Index = "docs/README.md";

    [Fact]
    public void Every_relative_link_leads_to_a_file_and_to_an_anchor_of_it() =>
        Found.Nothing(MarkdownPage.All.SelectMany(page => page.RelativeLinks.Select(link => Broken(page, link)).OfType<string>()));

    [Fact]
    public void Every_page_under_docs_can_be_reached_from_the_index()
    {
        var reached = new HashSet<string>();
        var open = new Queue<MarkdownPage>([MarkdownPage.At(Index)]);
        while (open.TryDequeue(out var page))
            if (reached.Add(page.File))
                foreach (var next in MarkdownPage.All.Where(one => page.RelativeLinks.Select(page.Target).Contains(one.File)))
                    open.Enqueue(next);
        Found.Nothing(MarkdownPage.All.Where(page => page.Path.StartsWith("docs/", StringComparison.Ordinal) && !reached.Contains(page.File))
            .Select(page => $"{page.Path} cannot be reached from {Index}: link to it."));
    }

    /// <summary>The index has a line for each page of its own; decisions have an index of theirs.</summary>
    [Fact]
    public void The_index_lists_every_page_but_the_decisions()
    {
        var index = MarkdownPage.At(Index);
        var listed = index.RelativeLinks.Select(index.Target).ToHashSet();
        Found.Nothing(MarkdownPage.All
            .Where(page => page.Path.StartsWith("docs/", StringComparison.Ordinal) && page.Path != Index)
            .Where(page => !page.Path.StartsWith("docs/decisions/", StringComparison.Ordinal) && !listed.Contains(page.File))
            .Select(page => $"{page.Path} is not in {Index}."));
    }

    [Fact]
    public void The_README_has_at_most_900_words() =>
        Assert.InRange(MarkdownPage.At("README.md").Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, 1, ReadmeWords);

    [Fact]
    public void Every_setting_that_the_code_reads_is_on_the_configuration_page()
    {
        var names = MarkdownPage.At("docs/reference/configuration.md").Names.ToList();
        var code = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));
        var read = code.SelectMany(file => SettingsInCode.Of(File.ReadAllText(file)).Select(name => (File: file, Name: name))).ToList();
        Assert.True(read.Count > 20, "The test finds no settings any more: does the code read them in another way?");
        Found.Nothing(read.Where(setting => !names.Any(name => IsNamed(setting.Name, name)))
            .Select(setting => $"{Path.GetRelativePath(Repository.Root, setting.File)} reads {setting.Name}, which the page lacks."));
    }

    [Theory]
    [InlineData("""var x = app.Configuration["Ops:Key"];""", "Ops:Key")]
    [InlineData("""var x = configuration.GetSection("Mail").Get<MailOptions>();""", "Mail")]
    [InlineData("""var x = configuration.GetValue("Storage:Seed", true);""", "Storage:Seed")]
    [InlineData("""const string Name = "OTEL"; var x = configuration[Name];""", "OTEL")]
    [InlineData("""var x = configuration.GetConnectionString("Shop");""", "ConnectionStrings:Shop")]
    [InlineData("""var x = error?["code"];""")]
    public void A_setting_is_found_in_code(string source, params string[] expected) => Assert.Equal(expected, SettingsInCode.Of(source));

    [Theory]
    [InlineData("Bus:Aws", "busaws")]
    [InlineData("What the module *does*, in `code`", "what-the-module-does-in-code")]
    [InlineData("1. Plan", "1-plan")]
    public void An_anchor_is_made_as_GitHub_makes_it(string heading, string anchor) => Assert.Equal(anchor, MarkdownPage.Anchor(heading));

    /// <summary>A section, or one of its settings; a module's code names its own section without the module.</summary>
    private static bool IsNamed(string read, string onPage) =>
        onPage == read || onPage.EndsWith($":{read}", StringComparison.Ordinal) || onPage.StartsWith($"{read}:", StringComparison.Ordinal)
        || onPage.Contains($":{read}:", StringComparison.Ordinal);

    private static string? Broken(MarkdownPage page, string link)
    {
        var target = page.Target(link);
        if (!File.Exists(target) && !Directory.Exists(target))
            return $"{page.Path} links to {link}, which does not exist.";
        if (link.IndexOf('#', StringComparison.Ordinal) is var hash and >= 0
            && MarkdownPage.All.FirstOrDefault(one => one.File == target) is var other && other?.Anchors.Contains(link[(hash + 1)..]) != true)
            return $"{page.Path} links to {link}, but {other?.Path ?? "a file that is no page"} has no such heading.";
        return null;
    }
}
