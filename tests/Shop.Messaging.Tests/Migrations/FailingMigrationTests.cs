using Shop.Testing;

namespace Shop.Messaging.Tests.Migrations;

public sealed class FailingMigrationTests
{
    [Theory, EachStore]
    public async Task A_failing_script_is_rolled_back_and_earlier_ones_stay(StoreKind store)
    {
        await using var bus = await MigrationFixture.OpenAsync(store);
        bus.Script("orders/0001_create_orders.sql", "create table orders (id integer primary key);");
        bus.Script("orders/0002_fail.sql", "create table half (id integer);\ninsert into orders values (1);\ninsert into orders values (1);\n");

        await bus.RefusalAsync();

        Assert.False(await bus.HasTableAsync("half"));
        Assert.Equal(0L, await bus.AskAsync("select count(*) from orders"));
        Assert.Equal(1L, await bus.AskAsync("select count(*) from schema_history"));
    }

    [Theory, EachStore]
    public async Task A_corrected_script_is_applied_at_the_next_start(StoreKind store)
    {
        await using var bus = await MigrationFixture.OpenAsync(store);
        bus.Script("orders/0001_create_orders.sql", "create table orders (id integer primary key);\ninsert into nowhere values (1);");
        await bus.RefusalAsync();
        bus.Script("orders/0001_create_orders.sql", "create table orders (id integer primary key);");

        Assert.Equal(["orders/1 create_orders"], await bus.ApplyAsync());
    }

    [Theory, EachStore]
    public async Task A_failure_names_module_file_line_and_the_databases_message(StoreKind store)
    {
        await using var bus = await MigrationFixture.OpenAsync(store);
        var file = bus.Script(
            "orders/0001_fail.sql",
            """
            -- Orders; as customers see them.
            create table orders (id integer);

            -- What they said; it's kept.
            insert into nowhere
              values (1);
            """);

        var message = await bus.RefusalAsync();

        Assert.Contains("Module 'orders'", message, StringComparison.Ordinal);
        Assert.Contains($"{file}, line 5", message, StringComparison.Ordinal);
        Assert.Contains(store == StoreKind.Sqlite ? "no such table: nowhere" : "relation \"nowhere\" does not exist", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostgreSQL_reports_the_line_within_a_statement()
    {
        await using var bus = await MigrationFixture.OpenAsync(StoreKind.Postgres);
        var file = bus.Script("orders/0001_fail.sql", "select 1;\n\ncreate table orders (\n  id integer,\n  total nosuchtype\n);\n");

        Assert.Contains($"{file}, line 5: ", await bus.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dollar_quoted_body_is_one_statement_on_PostgreSQL()
    {
        await using var bus = await MigrationFixture.OpenAsync(StoreKind.Postgres);
        bus.Script(
            "orders/0001_add_answer.sql",
            """
            /* A comment;
               over lines; */
            create function answer() returns integer language plpgsql as $body$
            begin
              perform 'it''s; here';
              return 42;
            end
            $body$; -- its end
            create table answers as select answer() as value;
            """);
        await bus.ApplyAsync();

        Assert.Equal(42, await bus.AskAsync("select value from answers"));
    }

    [Fact]
    public async Task A_triggers_body_is_one_statement_on_SQLite()
    {
        await using var bus = await MigrationFixture.OpenAsync(StoreKind.Sqlite);
        bus.Script(
            "orders/0001_count_orders.sql",
            """
            create table orders (id integer);
            create table counted (orders integer);
            insert into counted values (0);
            create trigger count_orders after insert on orders begin
              update counted set orders = orders + 1;
              update counted set orders = orders + 1;
            end;
            insert into orders values (1);
            """);
        await bus.ApplyAsync();

        Assert.Equal(2L, await bus.AskAsync("select orders from counted"));
    }
}
