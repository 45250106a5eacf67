using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Messaging;

namespace Shop.Inventory;

internal sealed class InventoryDb(DbContextOptions<InventoryDb> options) : ModuleDbContext(options)
{
    public DbSet<StockLevel> Stock => Set<StockLevel>();

    public DbSet<Reservation> Reservations => Set<Reservation>();

    /// <summary>What operators changed, by the key of their request.</summary>
    public DbSet<StockChange> Changes => Set<StockChange>();

    public DbSet<TakenBack> TakenBack => Set<TakenBack>();

    /// <summary>What is known of these orders, in one query; also what this transaction has found out and not saved yet.</summary>
    public async Task<Dictionary<string, Reservation>> ReservationsOf(IEnumerable<string> orderIds, CancellationToken ct)
    {
        var ids = orderIds.ToHashSet();
        await Reservations.Where(known => ids.Contains(known.OrderId)).LoadAsync(ct);
        return Reservations.Local.Where(known => ids.Contains(known.OrderId)).ToDictionary(known => known.OrderId);
    }

    private StockSql Sql => Database.IsNpgsql() ? StockSql.Postgres : StockSql.Sqlite;

    /// <summary>Enters the orders of which nothing is known yet as reserved, all by one statement.</summary>
    /// <returns>Their ids.</returns>
    public async Task<HashSet<string>> EnterReserved(IReadOnlyList<StockRequest> orders, DateTime now, CancellationToken ct) =>
        [.. await Database.SqlQueryRaw<string>(
            Sql.EnterReserved, orders.Select(order => order.Id).ToArray(), orders.Select(order => Json(order.Items)).ToArray(), now).ToListAsync(ct)];

    /// <summary>Notes of orders that they are confirmed, all by one statement.</summary>
    /// <returns>The ids of those whose reservation has expired.</returns>
    public async Task<IReadOnlyList<string>> Confirm(IReadOnlyCollection<string> orderIds, CancellationToken ct)
    {
        var found = await Database.SqlQueryRaw<string>(Sql.Confirm, orderIds.ToArray(), orderIds.Select(_ => "[]").ToArray()).ToListAsync(ct);
        return [.. found.Where(id => id.Length > 0)];
    }

    /// <summary>Turns orders that were entered as reserved into refused ones.</summary>
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
            // Two cancellations of one order, heard by two nodes at once, must not both give back: the later one fails and is tried again.
            reservation.Property(r => r.State).IsConcurrencyToken().HasConversion(
                state => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString()), text => Enum.Parse<ReservationState>(text, true));
            // Nor may one be given up in the moment in which its order is confirmed.
            reservation.Property(r => r.Confirmed).IsConcurrencyToken();
            reservation.Property(r => r.Items).HasConversion(
                items => Json(items),
                text => JsonSerializer.Deserialize<IReadOnlyList<ReservedItem>>(text, EventJson.Options)!);
        });
        base.OnModelCreating(modelBuilder);
    }
}
