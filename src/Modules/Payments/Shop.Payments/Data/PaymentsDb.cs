using Microsoft.EntityFrameworkCore;
using Shop.Events;

namespace Shop.Payments;

internal sealed class PaymentsDb(DbContextOptions<PaymentsDb> options) : ModuleDbContext(options)
{
    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<FraudReview> FraudReviews => Set<FraudReview>();

    /// <summary>
    /// Loads and locks the orders' payments until the transaction ends, creating missing ones. If another transaction inserts the same
    /// payment concurrently, this one fails on the primary key and the bus handles its events again.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, Payment>> Lock(IEnumerable<string> orderIds, CancellationToken ct)
    {
        var ids = orderIds.Distinct().ToArray();
        // SQLite has a single writer. PostgreSQL locks rows in id order, so transactions cannot deadlock.
        var stored = Database.IsNpgsql()
            ? Payments.FromSql($"select * from payments where order_id = any({ids}) order by order_id for update")
            : Payments.Where(payment => EF.Parameter(ids).Contains(payment.OrderId));
        await stored.LoadAsync(ct);
        var tracked = Payments.Local;       // includes unsaved payments of this transaction
        return ids.ToDictionary(id => id, id => tracked.FindEntry(id)?.Entity ?? Payments.Add(new Payment(id)).Entity);
    }

    /// <summary>The orders that have been reviewed.</summary>
    public async Task<HashSet<string>> Reviewed(IEnumerable<string> orderIds, CancellationToken ct)
    {
        var ids = orderIds.Distinct().ToArray();
        await FraudReviews.Where(review => EF.Parameter(ids).Contains(review.OrderId)).LoadAsync(ct);
        return [.. FraudReviews.Local.Select(review => review.OrderId)];
    }

    public void PublishAll(IReadOnlyList<IEvent> published, IReceived causedBy)
    {
        foreach (var one in published)
            Publish(one, causedBy);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Payment>(payment =>
        {
            payment.ToTable("payments").HasKey(p => p.OrderId);
            payment.Property(p => p.State)
                .HasConversion(state => state.ToString().ToLowerInvariant(), text => Enum.Parse<PaymentState>(text, true));
            payment.Property(p => p.Amount).HasConversion(money => money!.Value.Minor, minor => new Money(minor));
            payment.Property(p => p.CapturedAmount).HasConversion(money => money!.Value.Minor, minor => new Money(minor));
            payment.Property(p => p.Refunds).AsJson();
        });
        modelBuilder.Entity<FraudReview>(review =>
        {
            review.ToTable("fraud_reviews").HasKey(r => r.OrderId);
            review.Property(r => r.Reasons).AsJson();
            // If two operators decide at once, the later save fails.
            review.Property(r => r.Verdict).IsConcurrencyToken()
                .HasConversion(verdict => verdict.ToString().ToLowerInvariant(), text => Enum.Parse<FraudVerdict>(text, true));
        });
        base.OnModelCreating(modelBuilder);
    }
}
