namespace Shop.Inventory;

/// <summary>
/// The statements of <see cref="Stock"/>. {0} and {1} are parallel arrays of product ids and quantities. Each statement locks its rows in
/// id order. A batch may both reserve and release, and so lock rows twice; therefore a transaction that changes stock also takes an
/// exclusive lock until it commits. Otherwise two nodes could deadlock.
/// </summary>
internal sealed class StockSql
{
    /// <summary>
    /// For PostgreSQL. The advisory lock lasts to the end of the transaction; "for update" rereads rows committed while waiting.
    /// </summary>
    public static StockSql Postgres { get; } = new(
        (first, second) => $"unnest({{0}}, {{1}}) as line({first}, {second})",
        "select pg_advisory_xact_lock('stock'::regclass::oid::bigint)",
        "for update of stock");

    /// <summary>For SQLite, which has one writer at a time and needs no locks.</summary>
    public static StockSql Sqlite { get; } = new(
        (first, second) =>
            $"(select p.value as {first}, q.value as {second} from json_each({{0}}) p join json_each({{1}}) q using (key)) as line",
        "select 1", "");

    private StockSql(Func<string, string, string> columns, string acquireLock, string forUpdate)
    {
        AcquireLock = acquireLock;
        var lines = columns("product_id", "quantity");
        // Returns the new values; the old ones follow from the request, so both databases use the same SQL.
        const string changed = "returning stock.product_id, stock.available, stock.reserved, stock.threshold, stock.revision";
        Open = $"""
            insert into stock (product_id, available, reserved)
            select product_id, quantity, 0 from {lines} where true order by product_id
                on conflict do nothing
            {changed}
            """;
        EnterReserved = $"""
            insert into reservations (order_id, state, items, created_at)
            select order_id, 'reserved', items, {"{2}"} from {columns("order_id", "items")} where true order by order_id
                on conflict do nothing
            returning order_id as "Value"
            """;
        // Every order has its row before it is confirmed. An upsert uses the key index whatever the planner's statistics of a new table are; an
        // order that is missing because of data loss is inserted without items.
        Confirm = $"""
            insert into reservations (order_id, state, items, confirmed)
            select order_id, 'reserved', items, true from {columns("order_id", "items")} where true order by order_id
                on conflict (order_id) do update set confirmed = true
            returning case when expired then order_id else '' end as "Value"
            """;
        var locked = $"""
            with turn as materialized ({acquireLock}), locked as materialized (
              select line.quantity, stock.*
                from turn cross join {lines} join stock on stock.product_id = line.product_id
               order by stock.product_id {forUpdate})
            """;
        TryReserve = $"""
            {locked}
            update stock
               set available = stock.available - locked.quantity, reserved = stock.reserved + locked.quantity, revision = stock.revision + 1
              from locked
             where stock.product_id = locked.product_id
               and (select count(*) from locked where locked.available >= locked.quantity) = (select count(*) from {lines})
            {changed}
            """;
        Release = $"""
            {locked}
            update stock
               set available = stock.available + locked.quantity, reserved = stock.reserved - locked.quantity, revision = stock.revision + 1
              from locked
             where stock.product_id = locked.product_id
            {changed}
            """;
        HoldAvailable = $"{locked} select product_id, available, reserved, threshold, revision from locked";
        Change = $"""
            {locked}
            update stock set available = stock.available + locked.quantity, revision = stock.revision + 1
              from locked
             where stock.product_id = locked.product_id
            {changed}
            """;
        Watch = $"""
            {locked}
            update stock set threshold = locked.quantity
              from locked
             where stock.product_id = locked.product_id
            {changed}
            """;
        Ship = $"""
            {locked}
            update stock set reserved = stock.reserved - locked.quantity from locked where stock.product_id = locked.product_id
            """;
        PutBack = $"""
            {locked}
            update stock set available = stock.available + locked.quantity, revision = stock.revision + 1
              from locked
             where stock.product_id = locked.product_id
            {changed}
            """;
    }

    public string AcquireLock { get; }

    public string Open { get; }

    /// <summary>The arrays are order ids and each order's items.</summary>
    public string EnterReserved { get; }

    /// <summary>The arrays are order ids and, for each, an empty list.</summary>
    public string Confirm { get; }

    public string TryReserve { get; }

    public string Release { get; }

    public string Ship { get; }

    public string PutBack { get; }

    public string HoldAvailable { get; }

    public string Change { get; }

    public string Watch { get; }
}
