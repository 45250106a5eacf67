using Microsoft.EntityFrameworkCore;
using Shop.Messaging;

namespace Shop.Notifications;

internal sealed class NotificationsDb(DbContextOptions<NotificationsDb> options) : ModuleDbContext(options)
{
    public DbSet<Recipient> Recipients => Set<Recipient>();

    public DbSet<Preferences> Preferences => Set<Preferences>();

    public DbSet<Notification> Notifications => Set<Notification>();

    /// <summary>What is known of notifications, also what this transaction has found out and not saved yet.</summary>
    public async Task<Dictionary<string, Notification>> Known(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        await Notifications.Where(notification => ids.Contains(notification.Id)).LoadAsync(ct);
        return Notifications.Local.Where(notification => ids.Contains(notification.Id)).ToDictionary(notification => notification.Id);
    }

    /// <summary>The row that is known, or else a new one.</summary>
    public Notification GetOrAdd(Notification? known, Notification fresh) => known ?? Add(fresh).Entity;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Recipient>().ToTable("recipients").HasKey(recipient => recipient.OrderId);
        modelBuilder.Entity<Preferences>().ToTable("preferences").HasKey(preferences => preferences.CustomerId);
        modelBuilder.Entity<Notification>(notification =>
        {
            notification.ToTable("notifications").HasKey(row => row.Id);
            notification.Ignore(row => row.IsSettled);
            // Two nodes that record one notification at once: the later fails and finds it settled.
            notification.Property(row => row.State).IsConcurrencyToken();
        });
        base.OnModelCreating(modelBuilder);
    }
}
