using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Shipping.Contracts;
using Shop.Testing;

namespace Shop.Orders.Tests;

/// <summary>A time in an event from outside has an offset; otherwise the event is a dead letter that says so.</summary>
public sealed class EventsFromOutsideTests
{
    [Theory]
    [InlineData("metadata/timestamp", "detail.metadata.timestamp")]
    [InlineData("deliveredAt", "/detail/deliveredAt")]
    public async Task A_time_without_an_offset_makes_a_dead_letter_that_names_it(string field, string place)
    {
        await using var orders = await OrdersFixture.Open(StoreKind.Sqlite);
        var json = EventSchema.Of<OrderDelivered>().ToExample();
        var names = field.Split('/');
        names[..^1].Aggregate(json["detail"]!, (node, name) => node[name]!)[names[^1]] = "2026-07-24T08:00:00";

        await orders.Shop.Services.GetRequiredService<InboundAdapter>()
            .Receive("orders", [Encoding.UTF8.GetBytes(json.ToJsonString())], CancellationToken.None);

        var dead = Assert.Single(await orders.Shop.With<DeadLetters, IReadOnlyList<DeadLetter>>(
            deadLetters => deadLetters.List(new DeadLetterFilter(), null, 10, CancellationToken.None)));
        Assert.Contains(place, dead.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("offset", dead.ErrorMessage, StringComparison.Ordinal);
    }
}
