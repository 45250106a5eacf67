using System.CommandLine;
using System.Globalization;

namespace Shop.Host.Commands.Operations;

/// <summary>Which dead letters are meant, on the command line.</summary>
internal sealed class DeadLetterOptions
{
    private readonly (Option<string?> Option, string Field)[] _texts =
    [
        (new Option<string?>("--module") { Description = "Of this module." }, "module"),
        (new Option<string?>("--rule") { Description = "Of this rule." }, "rule"),
        (new Option<string?>("--cause") { Description = "Of this cause, as dlq list --causes tells it." }, "cause"),
        (new Option<string?>("--type") { Description = "What was said: \"Payment Requested\"." }, "detailType"),
        (new Option<string?>("--subject") { Description = "Whom it is about: an order's id." }, "subject"),
        (new Option<string?>("--correlation") { Description = "The request that it follows from." }, "correlationId"),
        (new Option<string?>("--event") { Description = "One event, by its id." }, "eventId"),
    ];

    private readonly (Option<DateTimeOffset?> Option, string Field)[] _times =
    [
        (new Option<DateTimeOffset?>("--since") { Description = "Dead since then: 2026-11-24T08:00Z." }, "since"),
        (new Option<DateTimeOffset?>("--until") { Description = "Dead before then." }, "until"),
    ];

    public void AddTo(Command command)
    {
        foreach (var (option, _) in _texts)
            command.Options.Add(option);
        foreach (var (option, _) in _times)
            command.Options.Add(option);
    }

    /// <summary>As a request's body has it.</summary>
    public Dictionary<string, object> Body(ParseResult parsed)
    {
        var body = new Dictionary<string, object>();
        foreach (var (option, field) in _texts)
            if (parsed.GetValue(option) is { } text) body[field] = text;
        foreach (var (option, field) in _times)
            if (parsed.GetValue(option) is { } time) body[field] = time.UtcDateTime;
        return body;
    }

    /// <summary>As a URL has it.</summary>
    public string Query(ParseResult parsed) => string.Join('&', Body(parsed).Select(field =>
        $"{field.Key}={Uri.EscapeDataString(field.Value is DateTime time ? time.ToString("O", CultureInfo.InvariantCulture) : (string)field.Value)}"));
}
