using Microsoft.EntityFrameworkCore;

namespace Shop.Notifications;

/// <summary>What is known of whom a notification goes to.</summary>
/// <param name="Recipient">Who ordered.</param>
/// <param name="Chosen">What he has chosen; null for nothing.</param>
/// <param name="State">What became of this notification before; null for nothing.</param>
internal sealed record Known(Recipient Recipient, Preferences? Chosen, Notification? State)
{
    /// <summary>The language that he has chosen, else his country's.</summary>
    public string Language => Chosen?.Language ?? Notifications.Language.OfCountry(Recipient.Country);
}

/// <summary>Looks up whom to tell, a few at once: calls are many, and each would take a connection of the database's.</summary>
internal sealed class RecipientAddresses(NotificationsDb db, LookupLimiter limiter)
{
    /// <exception cref="InvalidOperationException">Order Created has not been heard yet; it is tried again.</exception>
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
                $"Nobody is known to be told of {orderId}: \"Order Created\" has not been heard of it. It is tried again; if it was said before "
                + "notifications were there, replay it: replay --rule notifications/save-recipient.");
    }
}

/// <summary>Turns at looking up.</summary>
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
