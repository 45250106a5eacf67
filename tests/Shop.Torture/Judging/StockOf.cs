using Shop.Testing;

namespace Shop.Torture;

/// <summary>A product's stock at one moment.</summary>
/// <param name="Product">The product.</param>
/// <param name="Available">What can be sold.</param>
/// <param name="Reserved">What is reserved for orders.</param>
/// <param name="Shipped">What has left for orders that are not cancelled.</param>
internal sealed record StockOf(string Product, int Available, int Reserved, int Shipped)
{
    private const string Postgres = """
        with gone as (select item ->> 'productId' as product_id, sum((item ->> 'quantity')::bigint) as quantity
                        from reservations, jsonb_array_elements(items::jsonb) as item where state = 'shipped' group by 1)
        select stock.product_id, available, reserved, coalesce(quantity, 0)::bigint from stock left join gone on gone.product_id = stock.product_id
        """;

    private const string Sqlite = """
        with gone as (select item.value ->> 'productId' as product_id, sum(item.value ->> 'quantity') as quantity
                        from reservations, json_each(items) as item where state = 'shipped' group by 1)
        select stock.product_id, available, reserved, coalesce(quantity, 0) from stock left join gone on gone.product_id = stock.product_id
        """;

    public static Task<List<StockOf>> All(TestDatabase database) => Tables.Read(database, "inventory", database.Store == StoreKind.Postgres ? Postgres : Sqlite,
        row => new StockOf(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)));
}
