using Microsoft.Extensions.Logging;
using Shop.Events;
using Shop.Messaging.Consuming;
using Shop.Messaging.Kernel;
using Shop.Messaging.Modules;

namespace Shop.Messaging.Operating;

/// <summary>
/// Redrives dead letters a few times, each time after a longer wait. Then, and at once when a retry cannot help, it parks them: it publishes Event
/// Delivery Failed, so that a process which waits for the event's effects can react, and alerts operators.
/// </summary>
internal sealed class DeadLetterProcessor(
    HostedModules modules, BusOptions options, IEnumerable<IAlertChannel> channels, AlertThrottle throttle, ILogger<DeadLetterProcessor> logger) : IRecurring
{
    private const int BatchSize = 200;
    private const int MaxSubjects = 10;
    private static readonly TimeSpan AlertLease = TimeSpan.FromMinutes(1);

    public async Task Run(CancellationToken ct)
    {
        foreach (var module in modules)
        {
            try
            {
                if (await module.Store.DeadLetters.Any(ct))
                    await Process(module, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                logger.LogError(e, "Dead-letter processor: {Module} failed; other modules are unaffected, retrying on the next run", module.Name);
            }
        }
    }

    private async Task Process(HostedModule module, CancellationToken ct)
    {
        await new RedriveService(module, options).RedriveDue(ct);
        while (await Park(module, ct) == BatchSize)
            continue;
        await SendAlerts(module, ct);
    }

    private async Task<int> Park(HostedModule module, CancellationToken ct)
    {
        await using var transaction = await module.Transactions.Begin(ct);
        var parked = await module.Store.DeadLetters.Park(module.Name, transaction.Connection, options.MaxRedrives, BatchSize, ct);
        foreach (var deadLetter in parked.Where(deadLetter => deadLetter.DetailType != EventContract.Of(typeof(EventDeliveryFailed)).DetailType))
            transaction.Db.Publish(
                new EventDeliveryFailed(
                    deadLetter.Subject, module.Name, deadLetter.Rule, deadLetter.EventId, deadLetter.DetailType, deadLetter.Cause, deadLetter.ErrorCode),
                causedBy: Envelope.Parse(System.Text.Encoding.UTF8.GetBytes(deadLetter.Envelope)));
        await transaction.Commit(ct);
        return parked.Count;
    }

    private async Task SendAlerts(HostedModule module, CancellationToken ct)
    {
        var parked = await module.Store.DeadLetters.ClaimAlerts(module.Name, BatchSize, AlertLease, ct);
        foreach (var incident in parked.GroupBy(deadLetter => (deadLetter.Rule, deadLetter.Cause)))
        {
            var subjects = incident.Select(deadLetter => deadLetter.Subject).Distinct().Take(MaxSubjects).ToList();
            if (await Send(new Alert(module.Name, incident.Key.Rule, incident.Key.Cause, incident.Count(), subjects, incident.First().ErrorMessage), ct))
                await module.Store.DeadLetters.MarkAlerted(incident, ct);
        }
    }

    /// <summary>
    /// Sends an alert over every channel that has not sent the same lately, all at once, so that a slow one delays no other; false when one failed, or
    /// all are suppressed.
    /// </summary>
    private async Task<bool> Send(Alert alert, CancellationToken ct)
    {
        var open = channels.Where(channel => !throttle.IsSuppressed(channel, alert)).ToList();
        var sent = await Task.WhenAll(open.Select(channel => Send(alert, channel, ct)));
        return sent.Length > 0 && sent.All(succeeded => succeeded);
    }

    private async Task<bool> Send(Alert alert, IAlertChannel channel, CancellationToken ct)
    {
        try
        {
            await channel.Send(alert, ct);
            throttle.Record(channel, alert);
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            logger.LogError(e, "Dead-letter processor: {Channel} could not send the alert for {Module}/{Rule}; retrying in a minute",
                channel.GetType().Name, alert.Module, alert.Rule);
            return false;
        }
    }
}
