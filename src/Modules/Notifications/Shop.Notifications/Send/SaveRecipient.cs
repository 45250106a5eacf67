using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Shop.Orders.Contracts;

namespace Shop.Notifications;

/// <summary>Saves the recipient of an order, in the transaction that stores the first calls: later events lack the country.</summary>
internal sealed class SaveRecipient(NotificationsDb db) : IHandleMany<OrderCreated>
{
    private static readonly string Postgres =
        Sql("json_to_recordset({0}::json) as given(order_id text, customer_id text, email text, country text)");

    private static readonly string Sqlite = Sql("""
        (select value ->> 'order_id' as order_id, value ->> 'customer_id' as customer_id, value ->> 'email' as email,
                value ->> 'country' as country
           from json_each({0})) as given
        """);

    public Task Handle(IReadOnlyList<Received<OrderCreated>> received, CancellationToken ct)
    {
        var rows = received.Select(order => order.Event).Select(order => new
        {
            order_id = order.OrderId, customer_id = order.CustomerId, email = order.Email, country = order.ShippingAddress.Country,
        });
        return db.Database.ExecuteSqlRawAsync(db.Database.IsNpgsql() ? Postgres : Sqlite, [JsonSerializer.Serialize(rows)], ct);
    }

    /// <summary>One statement for all rows, which it locks in id order.</summary>
    private static string Sql(string given) => $"""
        insert into recipients (order_id, customer_id, email, country)
        select order_id, customer_id, email, country from {given} where true order by order_id
            on conflict do nothing
        """;
}
