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
    Modules modules, BusOptions options, IEnumerable<IAlert> channels, AlertsRaised raised, IServiceScopeFactory scopes, ILogger<ProcessDeadLetters> logger) : IRecurring
{
    private const int AtOnce = 200;
    private const int SubjectsTold = 10;
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
        while (await Abandon(module, ct) == AtOnce)
            continue;
        await Tell(module, ct);
    }

    private async Task Redrive(Module module, CancellationToken ct)
    {
        for (var redrives = 0; redrives < options.Redrives; redrives++)
            while (await module.Store.RedriveWaiting(redrives, options.RedriveAfter * Math.Pow(2, redrives), AtOnce, ct) is > 0 and var moved)
            {
                module.Retries.DueIn(TimeSpan.Zero);
                if (moved < AtOnce) break;
            }
    }

    private async Task<int> Abandon(Module module, CancellationToken ct)
    {
        using var turn = await module.Store.WriteTurn(ct);
        await using var scope = scopes.CreateAsyncScope();
        var db = (ModuleDbContext)scope.ServiceProvider.GetRequiredService(module.Declared.Database);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var letters = await module.Store.Abandon(db.Database.GetDbConnection(), options.Redrives, AtOnce, ct);
        foreach (var letter in letters.Where(letter => letter.DetailType != EventContract.Of(typeof(EventAbandoned)).DetailType))
        {
            db.Hearing = Envelope.Parse(System.Text.Encoding.UTF8.GetBytes(letter.Envelope));
            db.Publish(new EventAbandoned(letter.Subject, module.Name, letter.Rule, letter.EventId, letter.DetailType, letter.Cause, letter.Code));
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return letters.Count;
    }

    private async Task Tell(Module module, CancellationToken ct)
    {
        var letters = await module.Store.ClaimAlerts(AtOnce, AlertLease, ct);
        foreach (var trouble in letters.GroupBy(letter => (letter.Rule, letter.Cause)))
        {
            var subjects = trouble.Select(letter => letter.Subject).Distinct().Take(SubjectsTold).ToList();
            if (await Raise(new Alert(module.Name, trouble.Key.Rule, trouble.Key.Cause, trouble.Count(), subjects, trouble.First().Error), ct))
                await module.Store.Told(trouble, ct);
        }
    }

    /// <summary>Tells every channel that was not told of the same trouble just now; false when one could not, or none was to be told yet.</summary>
    private async Task<bool> Raise(Alert alert, CancellationToken ct)
    {
        var tell = channels.Where(channel => !raised.Lately(channel, alert)).ToList();
        var told = tell.Count > 0;
        foreach (var channel in tell)
        {
            try
            {
                await channel.Raise(alert, ct);
                raised.Note(channel, alert);
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
