using Shop.Events;

namespace Shop.Messaging;

/// <summary>Stands in for a rule that the code has no more, though the inbox or a carrier still has letters for it.</summary>
internal static class GoneRule
{
    public static Rule Named(string name, string module, Envelope envelope)
    {
        var contract = new EventContract(typeof(IEvent), envelope.Source, envelope.DetailType, envelope.Metadata.Version);
        var pattern = EventPattern.Parse($$"""{"detail-type":[{{System.Text.Json.JsonSerializer.Serialize(envelope.DetailType)}}]}""");
        return new Rule(module, name, contract, pattern, RetryPolicy.Default, new Gone(module, name));
    }

    private sealed class Gone(string module, string rule) : Hearing(typeof(Gone))
    {
        public override Task Run(IServiceProvider scope, ModuleDbContext db, IReadOnlyList<Letter> letters, CancellationToken ct) =>
            throw new RuleGoneException($"{module} has no rule \"{rule}\" any more. Give a handler this name again, or discard the letter.");
    }
}
