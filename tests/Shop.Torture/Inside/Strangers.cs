using System.Text;
using Microsoft.Extensions.Hosting;

namespace Shop.Torture;

/// <summary>Brings what is no event, or none that anybody knows, through the door for events from outside. All of it must end among the dead letters.</summary>
internal sealed class Strangers(InboundAdapter inbound, ModuleDirectory modules, Torments torments) : BackgroundService
{
    private const int Huge = 1_200_000;

    private static readonly IReadOnlyList<byte[]> Kinds =
    [
        Encoding.UTF8.GetBytes("no JSON at all"),
        Encoding.UTF8.GetBytes("""{"detail-type":"Order Created","source":"com.shop.orders","detail":{"""),
        Encoding.UTF8.GetBytes("[1,2,3]"),
        Encoding.UTF8.GetBytes("\"half a pair: \\ud800\""),
        [0xff, 0xfe, 0x00, 0x7b],
        Encoding.UTF8.GetBytes(Event("Order Teleported", 1, "\"where\":\"the moon\"")),
        Encoding.UTF8.GetBytes(Event("Order Created", 99, "\"orderId\":\"ORD-1\"")),
        Encoding.UTF8.GetBytes(Event("Order Created", 1, "\"orderId\":7")),
        Encoding.UTF8.GetBytes(Event("Order Created", 1, "\"orderId\":\"a NUL: \\u0000\"")),
        Encoding.UTF8.GetBytes(Event("Order Created", 1, "\"deep\":" + new string('[', 900) + new string(']', 900))),
        Encoding.UTF8.GetBytes(Event("Order Oversized", 1, $"\"pad\":\"{new string('x', Huge)}\"")),
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var chance = new Random(torments.Seed + 2);
        using var pace = new PeriodicTimer(torments.StrangersEvery);
        while (await pace.WaitForNextTickAsync(stoppingToken))
        {
            // One in thirty is huge: each is kept with its event.
            var kind = Kinds[chance.Next(30) == 0 ? Kinds.Count - 1 : chance.Next(Kinds.Count - 1)];
            var module = modules.Hosted[chance.Next(modules.Hosted.Count)].Name;
            await inbound.Receive(module, [kind], stoppingToken);
            Console.WriteLine($"torture: {module} has received something strange");
        }
    }

    private static string Event(string type, int version, string fields) => $$"""
        {"version":"0","id":"{{Guid.NewGuid()}}","detail-type":"{{type}}","source":"com.shop.orders","account":"000000000000","time":"2026-01-01T00:00:00Z",
         "region":"local","resources":[],"detail":{"metadata":{"eventId":"{{Guid.CreateVersion7()}}","correlationId":"c","version":{{version}},"subject":"ORD-STRANGE",
         "timestamp":"2026-01-01T00:00:00Z"},{{fields}} } }
        """;
}
