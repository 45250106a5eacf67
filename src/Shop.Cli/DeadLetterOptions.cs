using System.CommandLine;
using Shop.OpsClient;

namespace Shop.Cli;

/// <summary>The options that select dead letters.</summary>
internal sealed class DeadLetterOptions
{
    private readonly Option<string?> _module = new("--module") { Description = "Of this module." };
    private readonly Option<string?> _rule = new("--rule") { Description = "Of this rule." };
    private readonly Option<string?> _cause = new("--cause") { Description = "Of this cause, as dlq list --causes shows it." };
    private readonly Option<string?> _type = new("--type") { Description = "Of this event type: \"Payment Requested\"." };
    private readonly Option<string?> _subject = new("--subject") { Description = "Of this subject: an order's id." };
    private readonly Option<string?> _correlation = new("--correlation") { Description = "That follow from this request." };
    private readonly Option<Guid?> _event = new("--event") { Description = "Of this event, by its id." };
    private readonly Option<DateTimeOffset?> _since = TimeOption.Create("--since", "Dead-lettered at this time or later");
    private readonly Option<DateTimeOffset?> _until = TimeOption.Create("--until", "Dead-lettered before this time");

    public IEnumerable<Symbol> All => [_module, _rule, _cause, _type, _subject, _correlation, _event, _since, _until];

    public DeadLetterFilter Read(ParseResult parsed) => new()
    {
        Module = parsed.GetValue(_module), Rule = parsed.GetValue(_rule), Cause = parsed.GetValue(_cause),
        DetailType = parsed.GetValue(_type),
        Subject = parsed.GetValue(_subject), CorrelationId = parsed.GetValue(_correlation), EventId = parsed.GetValue(_event),
        Since = parsed.GetValue(_since), Until = parsed.GetValue(_until),
    };
}
