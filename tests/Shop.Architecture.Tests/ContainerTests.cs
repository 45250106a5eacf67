using System.Text.Json.Nodes;
using Shop.Testing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Shop.Architecture.Tests;

/// <summary>docker-compose.yml and Dockerfile, as far as they can be checked where no container runs.</summary>
public sealed class ContainerTests
{
    private static readonly string[] KnownToCompose =
        ["image", "build", "profiles", "restart", "depends_on", "environment", "ports", "volumes", "healthcheck", "command"];

    private static readonly JsonObject Compose = Read("docker-compose.yml");

    private static JsonObject Services => Compose["services"]!.AsObject();

    /// <summary>Merge keys are taken, as compose takes them; then JSON says the same.</summary>
    private static JsonObject Read(string file)
    {
        var merged = new MergingParser(new Parser(new StringReader(File.ReadAllText(Path.Combine(Repository.Root, file)))));
        var yaml = new DeserializerBuilder().Build().Deserialize<object>(merged);
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().DisableAliases().Build().Serialize(yaml!))!.AsObject();
    }

    private static IEnumerable<string> Keys(JsonNode? service, string name) => service![name] switch
    {
        JsonObject named => named.Select(one => one.Key),
        JsonArray listed => listed.Select(one => (string)one!),
        _ => [],
    };

    [Fact]
    public void Services_have_what_compose_knows_and_depend_on_services_that_run_whenever_they_do() => Assert.All(Services, service =>
    {
        Assert.All(service.Value!.AsObject(), setting => Assert.Contains(setting.Key, KnownToCompose));
        Assert.True(service.Value["image"] is not null);
        foreach (var needed in Keys(service.Value, "depends_on"))
        {
            Assert.True(Services.ContainsKey(needed), $"{service.Key} depends on {needed}, which is no service.");
            var profiles = Keys(Services[needed], "profiles").ToHashSet();
            Assert.True(profiles.Count == 0 || profiles.IsSupersetOf(Keys(service.Value, "profiles")), $"{needed} does not run in every profile of {service.Key}.");
            var condition = (string?)service.Value["depends_on"]![needed]!["condition"];
            Assert.True(condition != "service_healthy" || Services[needed]!["healthcheck"] is not null, $"{service.Key} waits for the health of {needed}, which has no healthcheck.");
        }
    });

    [Fact]
    public void Nothing_is_open_to_others_than_this_machine() => Assert.All(
        Services.SelectMany(service => Keys(service.Value, "ports")), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));

    [Fact]
    public void Volumes_are_declared() => Assert.All(
        Services.SelectMany(service => Keys(service.Value, "volumes")), volume => Assert.Contains(volume.Split(':')[0], Compose["volumes"]!.AsObject().Select(one => one.Key)));

    [Fact]
    public void Payments_stands_alone_with_a_database_of_its_own_and_each_process_knows_where_it_is()
    {
        var payments = Services["payments"]!;
        Assert.Equal(["--modules", "payments"], Keys(payments, "command"));
        Assert.All((string[])["shop", "payments"], name => Assert.Equal("Remote", (string?)Services[name]!["environment"]!["Bus__Modules__payments"]));
        Assert.Contains("Host=payments-postgres;", (string)payments["environment"]!["ConnectionStrings__Payments"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("payments-postgres", (string)Services["shop"]!["environment"]!["ConnectionStrings__Shop"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_is_built_in_one_stage_and_run_in_the_last_as_a_user_who_is_not_root()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile"));
        var last = lines.ToList().FindLastIndex(line => line.StartsWith("FROM ", StringComparison.Ordinal));
        Assert.DoesNotContain("sdk", lines[last], StringComparison.Ordinal);
        Assert.Contains("USER $APP_UID", lines[last..]);
        Assert.Equal("""ENTRYPOINT ["dotnet", "Shop.Host.dll"]""", lines[^1]);
    }
}
