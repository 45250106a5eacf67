using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Inventory.Contracts;

namespace Shop.Inventory;

internal sealed class InventoryDb(DbContextOptions<InventoryDb> options) : ModuleDbContext(options)
{
    public DbSet<StockLevel> Stock => Set<StockLevel>();

    public DbSet<Reservation> Reservations => Set<Reservation>();

    /// <summary>Operators' changes, by Idempotency-Key.</summary>
    public DbSet<StockChange> Changes => Set<StockChange>();

    public DbSet<TakenBack> TakenBack => Set<TakenBack>();

    /// <summary>Loads these orders' reservations in one query, including unsaved ones of this transaction.</summary>
    public async Task<Dictionary<string, Reservation>> ReservationsOf(IEnumerable<string> orderIds, CancellationToken ct)
    {
        var ids = orderIds.ToHashSet();
        await Reservations.Where(known => ids.Contains(known.OrderId)).LoadAsync(ct);
        return Reservations.Local.Where(known => ids.Contains(known.OrderId)).ToDictionary(known => known.OrderId);
    }

    private StockSql Sql => Database.IsNpgsql() ? StockSql.Postgres : StockSql.Sqlite;

    /// <summary>Inserts a reservation for each unknown order, in one statement.</summary>
    /// <returns>The inserted ids.</returns>
    public async Task<HashSet<string>> EnterReserved(IReadOnlyList<StockRequest> orders, DateTime now, CancellationToken ct) =>
        [.. await Database.SqlQueryRaw<string>(
            Sql.EnterReserved, orders.Select(order => order.Id).ToArray(), orders.Select(order => Json(order.Items)).ToArray(), now)
                .ToListAsync(ct)];

    /// <summary>Marks orders as confirmed, in one statement.</summary>
    /// <returns>The ids of orders whose reservation has expired.</returns>
    public async Task<IReadOnlyList<string>> Confirm(IReadOnlyCollection<string> orderIds, CancellationToken ct)
    {
        var found = await Database.SqlQueryRaw<string>(Sql.Confirm, orderIds.ToArray(), orderIds.Select(_ => "[]").ToArray())
            .ToListAsync(ct);
        return [.. found.Where(id => id.Length > 0)];
    }

    /// <summary>Marks inserted reservations as refused.</summary>
    public Task MarkRefused(IReadOnlyCollection<string> orderIds, CancellationToken ct) => Reservations
        .Where(entered => orderIds.Contains(entered.OrderId))
        .ExecuteUpdateAsync(entered => entered.SetProperty(r => r.State, ReservationState.Refused), ct);

    private static string Json(IReadOnlyList<ReservedItem> items) => JsonSerializer.Serialize(items, EventJson.Options);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<StockLevel>(level =>
        {
            level.ToTable("stock").HasKey(l => l.ProductId);
            level.Ignore(l => l.IsLow);
        });
        modelBuilder.Entity<StockChange>().ToTable("stock_changes").HasKey(change => change.IdempotencyKey);
        modelBuilder.Entity<TakenBack>().ToTable("taken_back").HasKey(back => back.ReturnId);
        modelBuilder.Entity<Reservation>(reservation =>
        {
            reservation.ToTable("reservations").HasKey(r => r.OrderId);
            // If two nodes handle cancellations of one order at once, only one may release: the later save fails and is retried.
            reservation.Property(r => r.State).IsConcurrencyToken().HasConversion(
                state => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString()), text => Enum.Parse<ReservationState>(text, true));
            // A reservation must not expire while its order is being confirmed.
            reservation.Property(r => r.Confirmed).IsConcurrencyToken();
            reservation.Property(r => r.Items).HasConversion(
                items => Json(items),
                text => JsonSerializer.Deserialize<IReadOnlyList<ReservedItem>>(text, EventJson.Options)!);
        });
        base.OnModelCreating(modelBuilder);
    }
}
