using System.Text.Json;
using System.Text.RegularExpressions;
using Shop.Testing;

namespace Shop.Architecture.Tests;

/// <summary>docs/concepts/message-lifecycle.md shows the states that the code has, and files and types that exist.</summary>
public sealed partial class LifecycleDocumentTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "concepts", "message-lifecycle.md");

    private static string Document => File.ReadAllText(Page);

    private static IEnumerable<string> StatesOfTheCode => Enum.GetNames<InboxState>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName).Order();

    [Fact]
    public void The_inbox_diagram_has_the_states_of_the_code() => Assert.Equal(StatesOfTheCode, StatesOf("The inbox row"));

    [Theory]
    [InlineData("postgres")]
    [InlineData("sqlite")]
    public void The_inbox_table_allows_the_states_of_the_code(string store)
    {
        var migration = File.ReadAllText(Path.Combine(Repository.Root, "migrations", "bus", $"0001_outbox_inbox_archive.{store}.sql"));
        var check = Regex.Match(migration, @"inbox_state_is_known check \(state in \(([^)]*)\)\)").Groups[1].Value;
        Assert.Equal(StatesOfTheCode, check.Split(',').Select(state => state.Trim(' ', '\'')).Order());
    }

    /// <summary>Being published and being archived are two tables; the others of the diagram end a row.</summary>
    [Fact]
    public void The_outbox_diagram_has_the_two_tables_of_an_event() => Assert.Equal(["archived", "deleted", "published"], StatesOf("The outbox row"));

    /// <summary>A dead letter is an inbox row; <c>failures</c> says what became of it.</summary>
    [Fact]
    public void The_dead_letter_diagram_has_what_the_failures_table_records()
    {
        Assert.Equal(["dead_lettered", "discarded", "parked", "redriven"], StatesOf("The dead letter"));
        var migration = File.ReadAllText(Path.Combine(Repository.Root, "migrations", "bus", "0002_failures_operations_and_audit_log.postgres.sql"));
        Assert.All((string[])["redrives", "parked_at", "discarded_at"], column => Assert.Matches($@"(?m)^\s+{column}\s", migration));
        Assert.Equal(
            [nameof(OperationKind.Discard), nameof(OperationKind.Redrive), nameof(OperationKind.Replay)], Enum.GetNames<OperationKind>().Order());
    }

    [Fact]
    public void Every_file_that_the_page_links_to_exists() => Assert.All(
        Link().Matches(Document).Select(link => link.Groups[2].Value),
        link => Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(Page)!, link)), $"{link} does not exist."));

    [Fact]
    public void Each_step_of_the_road_is_a_file_of_the_bus_named_as_its_type()
    {
        var steps = Step().Matches(Document).Select(step => (Number: int.Parse(step.Groups[1].Value), Type: step.Groups[2].Value, File: step.Groups[3].Value)).ToList();
        Assert.Equal(Enumerable.Range(1, 14), steps.Select(step => step.Number));
        Assert.All(steps, step => Assert.Equal(step.Type + ".cs", Path.GetFileName(step.File)));
        Assert.All(steps, step => Assert.Contains("/src/Bus/", step.File, StringComparison.Ordinal));
    }

    [Fact]
    public void One_event_passes_eight_types_and_all_exist()
    {
        var table = Document[Document.IndexOf("## The types that one event passes", StringComparison.Ordinal)..];
        var rows = table.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        Assert.Equal(8, rows.Count);
        var types = CompiledAssembly.OfProduct("Shop.Messaging").Types.Concat(CompiledAssembly.OfProduct("Shop.Events").Types).Select(type => type.Name.Split('`')[0]).ToHashSet();
        Assert.All(rows.SelectMany(row => Code().Matches(row.Split('|')[1])).Select(name => name.Groups[1].Value), name => Assert.True(types.Contains(name), $"There is no type {name}."));
    }

    /// <summary>The states of the Mermaid diagram under a heading.</summary>
    private static IEnumerable<string> StatesOf(string heading)
    {
        var section = Document[Document.IndexOf($"\n## {heading}\n", StringComparison.Ordinal)..];
        var diagram = section[section.IndexOf("```mermaid", StringComparison.Ordinal)..];
        return [.. Transition().Matches(diagram[..diagram.IndexOf("\n```\n", StringComparison.Ordinal)])
            .SelectMany(arrow => (string[])[arrow.Groups[1].Value, arrow.Groups[2].Value]).Where(state => state != "[*]").Distinct().Order()];
    }

    [GeneratedRegex(@"^\s+(\S+) --> (\w+|\[\*\])", RegexOptions.Multiline)]
    private static partial Regex Transition();

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^(\d+)\. \[(\w+)\]\(([^)]+)\)", RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex(@"`(\w+)")]
    private static partial Regex Code();
}
