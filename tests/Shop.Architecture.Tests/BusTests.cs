using System.Reflection;

namespace Shop.Architecture.Tests;

public sealed class BusTests
{
    [Fact]
    public void Shop_EventPatterns_references_nothing_but_the_base_library() => Assert.All(
        Assembly.Load("Shop.EventPatterns").GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name));

    [Fact]
    public void Shop_Events_references_the_patterns_and_nothing_but_the_base_library() => Assert.All(
        Assembly.Load("Shop.Events").GetReferencedAssemblies(), reference => Assert.True(
            reference.Name == "Shop.EventPatterns" || reference.Name!.StartsWith("System.", StringComparison.Ordinal), reference.Name));

    [Fact]
    public void The_operators_client_and_command_line_know_the_shop_over_HTTP_alone() => Assert.All(
        Assembly.Load("Shop.Cli").GetReferencedAssemblies().Concat(Assembly.Load("Shop.OpsClient").GetReferencedAssemblies())
            .Where(reference => reference.Name!.StartsWith("Shop.", StringComparison.Ordinal)),
        reference => Assert.Equal("Shop.OpsClient", reference.Name));

    [Theory]
    [InlineData("Shop.Messaging")]
    [InlineData("Shop.Orders")]
    [InlineData("Shop.Host")]
    public void Only_the_in_memory_transport_names_MassTransit(string assembly) =>
        Assert.DoesNotContain(Assembly.Load(assembly).GetReferencedAssemblies(), reference => reference.Name!.StartsWith("MassTransit", StringComparison.Ordinal));

    public static TheoryData<string> EachButEventBridge => [.. House.Projects.Where(project => project != "Shop.EventBridge")];

    [Theory, MemberData(nameof(EachButEventBridge))]
    public void Only_the_EventBridge_transport_names_AWS(string assembly) =>
        Assert.DoesNotContain(Assembly.Load(assembly).GetReferencedAssemblies(), reference => reference.Name!.StartsWith("AWSSDK", StringComparison.Ordinal));

    [Fact]
    public void Shop_Web_knows_nothing_of_the_shop() => Assert.DoesNotContain(
        Assembly.Load("Shop.Web").GetReferencedAssemblies(), reference => reference.Name!.StartsWith("Shop.", StringComparison.Ordinal));

    [Fact]
    public void A_correlation_id_goes_by_one_name_from_the_request_to_the_event() =>
        Assert.Equal(Web.CorrelationId.BaggageKey, Messaging.Kernel.BusTelemetry.CorrelationId);
}
