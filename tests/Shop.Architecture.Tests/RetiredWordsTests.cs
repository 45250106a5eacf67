using Shop.Testing;

namespace Shop.Architecture.Tests;

/// <summary>Retired words may not stand in names again: of code, files, tables, columns, settings, routes, JSON members, metrics, rules, jobs and problem codes.</summary>
public sealed class RetiredWordsTests
{
    public static TheoryData<string> EachRoot => ["src", "tools", "tests", "bench"];

    [Theory, MemberData(nameof(EachRoot))]
    public void No_name_in_code_has_a_retired_word(string root) =>
        Found.Nothing(Files(root, "*.cs").AsParallel().SelectMany(file => OfCode(file, File.ReadAllText(InRepository(file)))));

    [Theory, MemberData(nameof(EachRoot))]
    public void No_file_or_folder_has_a_retired_word(string root) => Found.Nothing(
        Files(root, "*").SelectMany(file => RetiredWords.In(Path.GetFileName(file), file, file)
            .Concat(RetiredWords.In(Path.GetFileName(Path.GetDirectoryName(file))!, file, Path.GetDirectoryName(file)!))));

    [Fact]
    public void No_table_or_column_has_a_retired_word() => Found.Nothing(
        Files("migrations", "*.sql").SelectMany(file => Of(Names.OfSql(File.ReadAllText(InRepository(file))), file)
            .Concat(RetiredWords.In(Path.GetFileName(file), file, file))));

    [Fact]
    public void No_route_parameter_or_member_of_the_api_has_a_retired_word() =>
        Found.Nothing(Of(Names.OfApi(File.ReadAllText(InRepository("docs/openapi.json"))), "docs/openapi.json"));

    [Fact]
    public void No_setting_has_a_retired_word() =>
        Found.Nothing(Of(Names.OfSettings(File.ReadAllText(InRepository("appsettings.Development.json"))), "appsettings.Development.json"));

    [Fact]
    public void Every_allowance_is_still_needed()
    {
        var names = Files("src", "*.cs").AsParallel()
            .SelectMany(file => Names.OfCode(File.ReadAllText(InRepository(file)), literals: true).Select(name => name.Text)
                .Append(Path.GetFileName(Path.GetDirectoryName(file))!).Select(name => (file, Text: name))).Distinct().ToList();

        Assert.All(RetiredWords.Allowed, allowed => Assert.Contains(names, name =>
            RetiredWords.PartsOf(name.Text).Any(part => RetiredWords.Allows(allowed, part, name.Text, name.file))));
    }

    [Theory]
    [InlineData("class Inbox { void Hear(Letter letter) { } }", "Sample.cs:1: Hear has the retired word \"hear\"", "Sample.cs:1: letter has the retired word \"letter\"")]
    [InlineData("class Rows { int HeardAt; }\nrecord Said(int TriesLeft);", "Sample.cs:1: HeardAt has", "Sample.cs:2: Said has", "Sample.cs:2: TriesLeft has")]
    [InlineData("class Code { void Run() { foreach (var (told, _) in x) { } var y = from lane in z select lane; } }", "Sample.cs:1: told has", "Sample.cs:1: lane has")]
    [InlineData("""class Api { void Map(App app) => app.MapGet("/ops/trail", Get); }""", "Sample.cs:1: /ops/trail has the retired word \"trail\": write audit log.")]
    [InlineData("""class Metrics { object C = Meter.CreateCounter<long>("shop.bus.events_heard", "{letter}"); }""",
        "Sample.cs:1: shop.bus.events_heard has", "Sample.cs:1: {letter} has")]
    [InlineData("""class Module { void Register(ModuleBuilder module) => module.On<OrderCreated>("tell-customer"); }""", "Sample.cs:1: tell-customer has")]
    [InlineData("namespace Shop.Hearing;", "Sample.cs:1: Hearing has")]
    public void A_retired_word_in_code_fails(string source, params string[] expected) => AreReported(expected, OfCode("src/Sample.cs", source, "Sample.cs"));

    [Theory]
    [InlineData("class DeadLetters { void Redrive(DeadLetter deadLetter) => deadLetter.Time.Ticks.Hear(char.IsLetter('a')); }")]
    [InlineData("class AuditLog { void SaveWithAudit() => Log(\"Nobody has heard of it\"); void WriteAudit() { } }")]
    [InlineData("class Walkthrough { void Trailing(int hearsay) { } }")]
    public void A_word_that_only_contains_or_uses_one_passes(string source) => Assert.Empty(OfCode("src/Sample.cs", source));

    [Fact]
    public void A_retired_word_in_a_column_fails() => AreReported(
        ["Sample.sql:2: heard_at has the retired word \"heard\": write receive or handle.", "Sample.sql:3: inbox_ticks has"],
        Of(Names.OfSql("create table inbox (\n  heard_at text -- when it was told\n);create index inbox_ticks on inbox (id);"), "Sample.sql").ToList());

    [Fact]
    public void A_retired_word_in_a_route_or_a_member_fails() => AreReported(
        ["openapi.json: /ops/trail has", "openapi.json: heardBy has", "openapi.json: elsewhere has", "openapi.json: abandoned has"],
        Of(Names.OfApi("""
            { "paths": { "/ops/trail": { "get": { "parameters": [{ "name": "elsewhere", "in": "query", "description": "told" }] } } },
              "components": { "schemas": { "Event": { "properties": { "heardBy": { "description": "who heard it", "enum": ["abandoned", "handled"] } } } } } }
            """), "openapi.json"));

    [Fact]
    public void A_retired_word_in_a_setting_fails() =>
        AreReported(["settings.json: LaneCapacity has"], Of(Names.OfSettings("""{ "Bus": { "LaneCapacity": 1 } /* a lane */ }"""), "settings.json"));

    private static void AreReported(IReadOnlyList<string> expected, IEnumerable<string> reported)
    {
        var found = reported.ToList();
        Assert.Equal(expected.Count, found.Count);
        Assert.All(expected, start => Assert.Contains(found, one => one.StartsWith(start, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> OfCode(string file, string source, string? shown = null) => Of(
        Names.OfCode(source, literals: file.StartsWith("src", StringComparison.Ordinal) || file.StartsWith("tools", StringComparison.Ordinal)), shown ?? file);

    private static IEnumerable<string> Of(IEnumerable<Name> names, string file) =>
        names.SelectMany(name => RetiredWords.In(name.Text, file, name.Line == 0 ? file : $"{file}:{name.Line}"));

    private static IEnumerable<string> Files(string root, string pattern) =>
        Directory.Exists(InRepository(root))
            ? Directory.GetFiles(InRepository(root), pattern, SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            : [];

    private static string InRepository(string path) => Path.Combine(Repository.Root, path);
}
