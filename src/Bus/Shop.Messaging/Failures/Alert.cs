using Microsoft.Extensions.Logging;

namespace Shop.Messaging;

/// <summary>Tells operations of what only a person can mend. All that are registered are told; the log always is.</summary>
public interface IAlertChannel
{
    /// <summary>Tells. An exception means that it could not: it is tried again, so a receiver may hear of one thing twice.</summary>
    Task Send(Alert alert, CancellationToken ct);
}

/// <summary>Events that a rule has given up for good, of one cause.</summary>
/// <param name="Module">Whose rule.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Cause">Exception type and first own frame.</param>
/// <param name="Count">How many.</param>
/// <param name="Subjects">Whom some of them are about.</param>
/// <param name="Error">What one of them failed by, redacted.</param>
public sealed record Alert(string Module, string Rule, string Cause, int Count, IReadOnlyList<string> Subjects, string Error)
{
    /// <summary>All of it, for a person.</summary>
    public override string ToString() =>
        $"{Module}/{Rule} has given up {Count} event{(Count == 1 ? "" : "s")} for good, of {string.Join(", ", Subjects)}: {Cause}\n{Error}\n"
        + $"See them with: dlq list --module {Module} --rule {Rule}. Mend the cause, then: dlq redrive --module {Module} --rule {Rule}.";
}

/// <summary>The channel that is always there.</summary>
internal sealed class LogAlertChannel(ILogger<LogAlertChannel> logger) : IAlertChannel
{
    public Task Send(Alert alert, CancellationToken ct)
    {
        logger.LogCritical("{Alert}", alert);
        return Task.CompletedTask;
    }
}
