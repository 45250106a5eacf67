using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// Puts dead letters back some times, each time after a longer while; then, and at once when trying again cannot help, gives them up for
/// good: says so, so that whoever waits learns of it, and tells operations.
/// </summary>
internal sealed class ProcessDeadLetters(
    Modules modules, BusOptions options, IEnumerable<IAlertChannel> channels, AlertThrottle raised, IServiceScopeFactory scopes, ILogger<ProcessDeadLetters> logger) : IRecurring
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
                if (await module.Store.HasDeadLetters(ct))
                    await Process(module, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                logger.LogError(e, "The dead letters of {Module} could not be seen to; the other modules' are, and these at the next tick", module.Name);
            }
        }
    }

    private async Task Process(Module module, CancellationToken ct)
    {
        await Redrive(module, ct);
        while (await Park(module, ct) == BatchSize)
            continue;
        await SendAlerts(module, ct);
    }

    private async Task Redrive(Module module, CancellationToken ct)
    {
        for (var redrives = 0; redrives < options.MaxRedrives; redrives++)
            while (await module.Store.RedriveDue(redrives, options.RedriveDelay * Math.Pow(2, redrives), BatchSize, ct) is > 0 and var moved)
            {
                module.Retries.ScheduleAfter(TimeSpan.Zero);
                if (moved < BatchSize) break;
            }
    }

    private async Task<int> Park(Module module, CancellationToken ct)
    {
        using var turn = await module.Store.AcquireWriteLock(ct);
        await using var scope = scopes.CreateAsyncScope();
        var db = (ModuleDbContext)scope.ServiceProvider.GetRequiredService(module.Declared.Database);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var messages = await module.Store.Park(db.Database.GetDbConnection(), options.MaxRedrives, BatchSize, ct);
        foreach (var message in messages.Where(message => message.DetailType != EventContract.Of(typeof(EventDeliveryFailed)).DetailType))
        {
            db.CurrentEvent = Envelope.Parse(System.Text.Encoding.UTF8.GetBytes(message.Envelope));
            db.Publish(new EventDeliveryFailed(message.Subject, module.Name, message.Rule, message.EventId, message.DetailType, message.Cause, message.Code));
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return messages.Count;
    }

    private async Task SendAlerts(Module module, CancellationToken ct)
    {
        var messages = await module.Store.ClaimAlerts(BatchSize, AlertLease, ct);
        foreach (var trouble in messages.GroupBy(message => (message.Rule, message.Cause)))
        {
            var subjects = trouble.Select(message => message.Subject).Distinct().Take(MaxSubjects).ToList();
            if (await Send(new Alert(module.Name, trouble.Key.Rule, trouble.Key.Cause, trouble.Count(), subjects, trouble.First().Error), ct))
                await module.Store.MarkAlerted(trouble, ct);
        }
    }

    /// <summary>Tells every channel that was not told of the same trouble just now; false when one could not, or none was to be told yet.</summary>
    private async Task<bool> Send(Alert alert, CancellationToken ct)
    {
        var tell = channels.Where(channel => !raised.IsSuppressed(channel, alert)).ToList();
        var told = tell.Count > 0;
        foreach (var channel in tell)
        {
            try
            {
                await channel.Send(alert, ct);
                raised.Record(channel, alert);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                told = false;
                logger.LogError(e, "{Channel} could not tell operations of {Module}/{Rule}; it is tried again in a minute", channel.GetType().Name, alert.Module, alert.Rule);
            }
        }
        return told;
    }
}
