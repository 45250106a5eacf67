using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Shop.Bench.Peers;

/// <summary>The inventory's one statement, in each store's SQL.</summary>
internal static class StockSql
{
    /// <summary>Reserves of each product what is wanted, or nothing; locks the rows in the products' order.</summary>
    /// <returns>The products of which there was enough.</returns>
    public static async Task<HashSet<int>> Reserve(InventoryDb db, int[] products, int[] quantities, CancellationToken ct)
    {
        await using DbCommand command = db.Database.IsNpgsql() ? OnPostgres(products, quantities) : OnSqlite(products, quantities);
        command.Connection = db.Database.GetDbConnection();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        var reserved = new HashSet<int>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            reserved.Add(row.GetInt32(0));
        return reserved;
    }

    private static NpgsqlCommand OnPostgres(int[] products, int[] quantities) => new("""
        with wanted as (select * from unnest($1, $2) as wanted(product_id, quantity)),
             locked as (select product_id from stock where product_id = any($1) order by product_id for update)
        update stock set available = available - quantity, reserved = reserved + quantity
          from wanted join locked using (product_id)
         where stock.product_id = wanted.product_id and available >= quantity
        returning stock.product_id
        """)
    {
        Parameters = { new NpgsqlParameter<int[]> { TypedValue = products }, new NpgsqlParameter<int[]> { TypedValue = quantities } },
    };

    private static SqliteCommand OnSqlite(int[] products, int[] quantities) => new("""
        update stock set available = available - wanted.value, reserved = reserved + wanted.value
          from json_each($products) as product join json_each($quantities) as wanted using (key)
         where product_id = product.value and available >= wanted.value
        returning product_id
        """)
    {
        Parameters = { new("$products", JsonSerializer.Serialize(products)), new("$quantities", JsonSerializer.Serialize(quantities)) },
    };
}
