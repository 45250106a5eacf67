using Microsoft.EntityFrameworkCore;

namespace Shop.Notifications;

internal sealed class NotificationsDb(DbContextOptions<NotificationsDb> options) : ModuleDbContext(options)
{
    public DbSet<Recipient> Recipients => Set<Recipient>();

    public DbSet<Preferences> Preferences => Set<Preferences>();

    public DbSet<Notification> Notifications => Set<Notification>();

    /// <summary>Loads notifications, including unsaved ones of this transaction.</summary>
    public async Task<Dictionary<string, Notification>> Known(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        await Notifications.Where(notification => ids.Contains(notification.Id)).LoadAsync(ct);
        return Notifications.Local.Where(notification => ids.Contains(notification.Id)).ToDictionary(notification => notification.Id);
    }

    /// <summary>Returns the known row, or adds a new one.</summary>
    public Notification GetOrAdd(Notification? known, Notification fresh) => known ?? Add(fresh).Entity;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Recipient>().ToTable("recipients").HasKey(recipient => recipient.OrderId);
        modelBuilder.Entity<Preferences>().ToTable("preferences").HasKey(preferences => preferences.CustomerId);
        modelBuilder.Entity<Notification>(notification =>
        {
            notification.ToTable("notifications").HasKey(row => row.Id);
            notification.Ignore(row => row.IsSettled);
            // If two nodes record one notification at once, the later save fails and finds it settled.
            notification.Property(row => row.State).IsConcurrencyToken();
        });
        base.OnModelCreating(modelBuilder);
    }
}
