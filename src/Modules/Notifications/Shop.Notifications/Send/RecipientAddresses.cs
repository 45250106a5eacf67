using Microsoft.EntityFrameworkCore;

namespace Shop.Notifications;

/// <summary>The recipient of a notification, their preferences and its earlier result.</summary>
/// <param name="Recipient">The recipient.</param>
/// <param name="Chosen">The customer's preferences; null for none.</param>
/// <param name="State">The notification's earlier result; null for none.</param>
internal sealed record Known(Recipient Recipient, Preferences? Chosen, Notification? State)
{
    /// <summary>The chosen language, otherwise the country's.</summary>
    public string Language => Chosen?.Language ?? Notifications.Language.OfCountry(Recipient.Country);
}

/// <summary>Looks up recipients with limited concurrency: there are many calls, and each would use a database connection.</summary>
internal sealed class RecipientAddresses(NotificationsDb db, LookupLimiter limiter)
{
    /// <exception cref="InvalidOperationException">Order Created has not been handled yet; the call is retried.</exception>
    public async Task<Known> Of(string orderId, string key, CancellationToken ct)
    {
        using var slot = await limiter.Enter(ct);
        var found =
            from recipient in db.Recipients.AsNoTracking()
            join preferences in db.Preferences.AsNoTracking() on recipient.CustomerId equals preferences.CustomerId into given
            from chosen in given.DefaultIfEmpty()
            from state in db.Notifications.AsNoTracking().Where(notification => notification.Id == key).DefaultIfEmpty()
            where recipient.OrderId == orderId
            select new { recipient, chosen, state };
        return await found.SingleOrDefaultAsync(ct) is { } known
            ? new Known(known.recipient, known.chosen, known.state)
            : throw new InvalidOperationException(
                $"No recipient for {orderId}: \"Order Created\" has not been handled yet. The call is retried; if the event was "
                    + $"published before "
                + "Notifications was deployed, replay it: replay --rule notifications/save-recipient.");
    }
}

/// <summary>Limits concurrent lookups.</summary>
internal sealed class LookupLimiter : IDisposable
{
    private const int MaxConcurrent = 4;

    private readonly SemaphoreSlim _free = new(MaxConcurrent);

    public async Task<IDisposable> Enter(CancellationToken ct)
    {
        await _free.WaitAsync(ct);
        return new Slot(_free);
    }

    public void Dispose() => _free.Dispose();

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
