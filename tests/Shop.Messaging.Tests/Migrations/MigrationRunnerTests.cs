using System.Collections.Concurrent;
using System.Diagnostics;
using Shop.Testing;

namespace Shop.Messaging.Tests.Migrations;

public sealed class MigrationRunnerTests
{
    [Theory, EachStore]
    public async Task Scripts_are_applied_in_order_and_those_of_the_bus_first(StoreKind store)
    {
        await using var bus = await MigrationFixture.OpenAsync(store);
        bus.Script("orders/0010_fill.sql", "insert into orders values (1), (2);");
        bus.Script("orders/0002_create_orders.sql", "create table orders (id integer primary key);");
        bus.Script("bus/0007_create_outbox.sql", "create table outbox (id integer primary key);");

        Assert.Equal(["bus/7 create_outbox", "orders/2 create_orders", "orders/10 fill"], await bus.ApplyAsync());
        Assert.Equal(2L, await bus.AskAsync("select count(*) from orders"));
        Assert.Equal(3L, await bus.AskAsync("select count(*) from schema_history"));
    }

    [Theory, EachStore]
    public async Task A_second_start_applies_nothing(StoreKind store)
    {
        await using var bus = await MigrationFixture.OpenAsync(store);
        bus.Script("orders/0001_create_orders.sql", "create table orders (id integer primary key);");
        await bus.ApplyAsync();

        Assert.Empty(await bus.ApplyAsync());
    }

    [Theory, EachStore]
    public async Task A_later_start_applies_new_scripts_of_either_series(StoreKind store)
    {
        await using var bus = await MigrationFixture.OpenAsync(store);
        bus.Script("orders/0001_create_orders.sql", "create table orders (id integer primary key);");
        await bus.ApplyAsync();
        bus.Script("orders/0002_fill.sql", "insert into orders values (1);");
        bus.Script("bus/0001_create_outbox.sql", "create table outbox (id integer primary key);");

        Assert.Equal(["bus/1 create_outbox", "orders/2 fill"], await bus.ApplyAsync());
    }

    [Theory, EachStore]
    public async Task Starts_at_the_same_time_apply_each_script_once(StoreKind store)
    {
        await using var bus = await MigrationFixture.OpenAsync(store);
        bus.Script("bus/0001_create_outbox.sql", "create table outbox (id integer primary key);");
        bus.Script("orders/0001_create_orders.sql", "create table orders (id integer);");
        for (var number = 2; number <= 9; number++)
            bus.Script($"orders/{number:0000}_fill.sql", $"insert into orders values ({number});");

        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => bus.ApplyAsync())));

        Assert.Equal(10, applied.Sum(scripts => scripts.Length));
        Assert.Equal(8L, await bus.AskAsync("select count(*) from orders"));
    }

    [Theory, EachStore]
    public async Task Two_modules_have_their_own_tables_and_histories(StoreKind store)
    {
        await using var bus = await MigrationFixture.OpenAsync(store);
        bus.AddFolder("payments");
        bus.Script("bus/0001_create_outbox.sql", "create table outbox (id integer);");
        bus.Script("payments/0001_create_payments.sql", "create table payments (id integer);");
        await bus.ApplyAsync();

        Assert.Equal(["bus/1 create_outbox", "payments/1 create_payments"], await bus.ApplyAsync("payments"));
        Assert.False(await bus.HasTableAsync("payments"));
        Assert.Equal(1L, await bus.AskAsync("select count(*) from schema_history"));
        Assert.Equal(2L, await bus.AskAsync("select count(*) from schema_history", "payments"));
    }

    [Theory, EachStore]
    public async Task Each_store_applies_its_own_twin(StoreKind store)
    {
        await using var bus = await MigrationFixture.OpenAsync(store);
        bus.Script("orders/0001_name_the_store.postgres.sql", "create table stores as select 'Postgres' as store;");
        bus.Script("orders/0001_name_the_store.sqlite.sql", "create table stores as select 'Sqlite' as store;");

        Assert.Equal(["orders/1 name_the_store"], await bus.ApplyAsync());
        Assert.Equal(store.ToString(), await bus.AskAsync("select store from stores"));
    }

    [Fact]
    public async Task A_start_without_pending_scripts_queries_PostgreSQL_at_most_twice()
    {
        await using var bus = await MigrationFixture.OpenAsync(StoreKind.Postgres);
        bus.Script("bus/0001_create_outbox.sql", "create table outbox (id integer);");
        bus.Script("orders/0001_create_orders.sql", "create table orders (id integer);");
        await bus.ApplyAsync();

        using var start = new Activity("start").Start();
        var statements = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => Note(activity, start, statements),
        };
        ActivitySource.AddActivityListener(listener);
        await bus.ApplyAsync();

        Assert.InRange(statements.Count, 1, 2);
    }

    private static void Note(Activity activity, Activity start, ConcurrentQueue<string> statements)
    {
        var text = activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement");
        if (activity.TraceId == start.TraceId && text is string statement)
            statements.Enqueue(statement);
    }
}
