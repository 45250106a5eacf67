using Shop.Testing;

namespace Shop.Messaging.Tests.Migrations;

public sealed class RejectedMigrationTests
{
    [Theory, EachStore]
    public async Task A_script_edited_after_it_was_applied_is_rejected(StoreKind store)
    {
        await using var bus = await MigrationFixture.OpenAsync(store);
        var file = bus.Script("orders/0001_create_orders.sql", "create table orders (id integer);");
        await bus.ApplyAsync();
        bus.Script("orders/0001_create_orders.sql", "create table orders (id bigint);");
        bus.Script("orders/0002_create_lines.sql", "create table lines (id integer);");

        Assert.StartsWith($"{file} was edited after it was applied to module 'orders'.", await bus.RefusalAsync(), StringComparison.Ordinal);
        Assert.False(await bus.HasTableAsync("lines"));
    }

    [Theory, EachStore]
    public async Task Line_endings_and_a_byte_order_mark_are_no_edit(StoreKind store)
    {
        await using var bus = await MigrationFixture.OpenAsync(store);
        bus.Script("orders/0001_create_orders.sql", "create table orders (\n  id integer\n);\n");
        await bus.ApplyAsync();
        bus.Script("orders/0001_create_orders.sql", "\uFEFFcreate table orders (\r\n  id integer\r\n);\r\n");

        Assert.Empty(await bus.ApplyAsync());
    }

    [Theory, EachStore]
    public async Task An_applied_script_whose_file_is_missing_is_rejected(StoreKind store)
    {
        await using var bus = await MigrationFixture.OpenAsync(store);
        bus.Script("orders/0001_create_orders.sql", "create table orders (id integer);");
        await bus.ApplyAsync();
        bus.Remove("orders/0001_create_orders.sql");

        Assert.StartsWith("0001_create_orders is applied to module 'orders', but its file is missing", await bus.RefusalAsync(), StringComparison.Ordinal);
    }

    [Theory, EachStore]
    public async Task A_new_script_below_an_applied_one_is_rejected(StoreKind store)
    {
        await using var bus = await MigrationFixture.OpenAsync(store);
        bus.Script("orders/0002_create_orders.sql", "create table orders (id integer);");
        await bus.ApplyAsync();
        var file = bus.Script("orders/0001_create_lines.sql", "create table lines (id integer);");

        Assert.StartsWith($"{file} is new, but 0002_create_orders, which comes after it", await bus.RefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0001_one.sql", "0001_two.sql", "Number 0001 is used more than once")]
    [InlineData("0001_one.sql", "0001_one.sqlite.sql", "Number 0001 is used more than once")]
    [InlineData("0001_one.postgres.sql", "0001_two.sqlite.sql", "Number 0001 is used more than once")]
    [InlineData("0001_one.postgres.sql", "0002_two.sql", "has no twin for the other store")]
    [InlineData("1_one.sql", "0002_two.sql", "is not a valid migration name")]
    [InlineData("0001_one.mysql.sql", "0002_two.sql", "is not a valid migration name")]
    public async Task Ambiguous_names_are_rejected(string first, string second, string causedBy)
    {
        await using var bus = await MigrationFixture.OpenAsync(StoreKind.Sqlite);
        bus.Script($"orders/{first}", "select 1;");
        bus.Script($"orders/{second}", "select 1;");

        Assert.Contains(causedBy, await bus.RefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("commit;")]
    [InlineData("  BEGIN TRANSACTION;")]
    [InlineData("rollback ;")]
    public async Task A_script_that_controls_its_own_transaction_is_rejected(string control)
    {
        await using var bus = await MigrationFixture.OpenAsync(StoreKind.Sqlite);
        bus.Script("orders/0001_create_orders.sql", $"create table orders (id integer);\n{control}\n");

        Assert.Contains($"contains \"{control.Trim()}\"", await bus.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_without_a_folder_is_rejected()
    {
        await using var bus = await MigrationFixture.OpenAsync(StoreKind.Sqlite);

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => bus.ApplyAsync("payments"));
        Assert.Contains($"payments does not exist", refusal.Message, StringComparison.Ordinal);
    }
}
