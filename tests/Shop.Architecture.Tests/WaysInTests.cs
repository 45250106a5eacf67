using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.Testing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Shop.Architecture.Tests;

/// <summary>
/// What opens the house to newcomers agrees with what it opens: launch profiles, editor settings, the dev container, the workflow, templates.
/// </summary>
public sealed class WaysInTests
{
    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip };

    private static readonly JsonObject Profiles = Json("src/Shop.Host/Properties/launchSettings.json")["profiles"]!.AsObject();

    private static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    private static JsonNode Json(string file) => JsonNode.Parse(Text(file), documentOptions: WithComments)!;

    private static JsonNode Yaml(string file)
    {
        var yaml = new DeserializerBuilder().Build().Deserialize<object>(new MergingParser(new Parser(new StringReader(Text(file)))));
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().DisableAliases().Build().Serialize(yaml!))!;
    }

    private static IEnumerable<string> Strings(JsonNode? array) => array is JsonArray values ? values.Select(value => (string)value!) : [];

    private static string? Variable(string profile, string name) => (string?)Profiles[profile]!["environmentVariables"]![name];

    [Fact]
    public void Dotnet_run_starts_the_embedded_shop_and_every_profile_is_for_development()
    {
        Assert.Equal("embedded", Profiles.First().Key);
        Assert.All(Profiles, profile => Assert.Equal("Development", Variable(profile.Key, "ASPNETCORE_ENVIRONMENT")));
    }

    [Fact]
    public void The_profiles_name_the_database_and_the_emulator_of_the_compose_file()
    {
        var services = Yaml("docker-compose.yml")["services"]!;
        var database = services["postgres"]!["environment"]!;
        Assert.Equal(
            $"Host=127.0.0.1;Username={database["POSTGRES_USER"]};Password={database["POSTGRES_PASSWORD"]};Database={database["POSTGRES_DB"]}",
            Variable("postgres", "ConnectionStrings__Shop"));
        Assert.Contains("127.0.0.1:5432:5432", Strings(services["postgres"]!["ports"]));
        Assert.Contains("127.0.0.1:5000:5000", Strings(services["emulator"]!["ports"]));
        Assert.All((string[])["payments", "without-payments"], profile =>
        {
            Assert.Equal("http://127.0.0.1:5000", Variable(profile, "Bus__Aws__ServiceUrl"));
            Assert.Equal("Remote", Variable(profile, "Bus__Modules__payments"));
        });
        Assert.NotEqual(Variable("payments", "Storage__Path"), Variable("without-payments", "Storage__Path"));
    }

    [Fact]
    public void Visual_Studio_Code_launches_profiles_and_runs_tasks_that_exist()
    {
        var launch = Json(".vscode/launch.json");
        var configurations = launch["configurations"]!.AsArray();
        var compounds = launch["compounds"]!.AsArray();
        var tasks = Json(".vscode/tasks.json")["tasks"]!.AsArray();
        var labels = tasks.Select(task => (string)task!["label"]!).ToList();

        Assert.Equal(Profiles.Select(profile => profile.Key), configurations.Select(one => (string)one!["launchSettingsProfile"]!));
        Assert.All(compounds.SelectMany(one => Strings(one!["configurations"])), name => Assert.Contains(name, configurations.Select(one => (string)one!["name"]!)));
        Assert.All(
            configurations.Concat(compounds).Select(one => (string?)one!["preLaunchTask"]).OfType<string>().Concat(tasks.SelectMany(task => Strings(task!["dependsOn"]))),
            task => Assert.Contains(task, labels));
        // A compound's parts are built by the compound; a part that is started alone builds itself.
        Assert.All(configurations.Where(one => one!["presentation"] is null).Concat(compounds), one => Assert.NotNull(one!["preLaunchTask"]));
    }

    [Fact]
    public void The_dev_container_is_prepared_by_a_script_that_may_be_executed()
    {
        var script = Path.Combine(Repository.Root, (string)Json(".devcontainer/devcontainer.json")["postCreateCommand"]!);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(script).HasFlag(UnixFileMode.UserExecute), $"{script} may not be executed.");
    }

    [Fact]
    public void The_workflow_runs_the_same_script_as_a_developer_and_may_only_read()
    {
        var workflow = Yaml(".github/workflows/ci.yml");
        Assert.Equal("""{"contents":"read"}""", workflow["permissions"]!.ToJsonString());
        var job = Assert.Single(workflow["jobs"]!.AsObject()).Value!;
        Assert.NotNull(job["timeout-minutes"]);
        var steps = job["steps"]!.AsArray();
        Assert.StartsWith(".ci/run ", Assert.Single(steps.Select(step => (string?)step!["run"]).OfType<string>()), StringComparison.Ordinal);
        Assert.All(steps.Select(step => (string?)step!["uses"]).OfType<string>(), action => Assert.Matches(@"^actions/[a-z-]+@v\d+$", action));
    }

    [Theory]
    [InlineData("bug")]
    [InlineData("idea")]
    public void An_issue_form_asks_for_text_and_its_fields_have_distinct_ids(string form)
    {
        var body = Yaml($".github/ISSUE_TEMPLATE/{form}.yml")["body"]!.AsArray();
        var fields = body.Where(field => (string?)field!["type"] != "markdown").ToList();
        Assert.Distinct(fields.Select(field => (string)field!["id"]!));
        Assert.All(fields, field =>
        {
            Assert.Contains((string?)field!["type"], (string[])["textarea", "input", "dropdown"]);
            Assert.NotNull(field["attributes"]!["label"]);
        });
    }
}
