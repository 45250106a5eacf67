using Microsoft.Extensions.Logging;

namespace Shop.Messaging.Operating;

/// <summary>Alerts operators of what only a person can repair. Every registered channel is used; the log always is.</summary>
public interface IAlertChannel
{
    /// <summary>Sends an alert. An exception means that it was not sent: it is sent again, so a receiver may get one alert twice.</summary>
    Task Send(Alert alert, CancellationToken ct);
}

/// <summary>Events with the same cause that a rule has failed permanently to handle.</summary>
/// <param name="Module">The rule's module.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Cause">The exception's type and its first own frame.</param>
/// <param name="Count">How many events.</param>
/// <param name="Subjects">What some of them are about.</param>
/// <param name="Error">The error of one of them, redacted.</param>
public sealed record Alert(string Module, string Rule, string Cause, int Count, IReadOnlyList<string> Subjects, string Error)
{
    /// <summary>All of it, for a person.</summary>
    public override string ToString() =>
        $"{Module}/{Rule} has failed permanently to handle {Count} event{(Count == 1 ? "" : "s")} of {string.Join(", ", Subjects)}: {Cause}\n{Error}\n"
        + $"List them: dlq list --module {Module} --rule {Rule}. Fix the cause, then: dlq redrive --module {Module} --rule {Rule}.";
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
