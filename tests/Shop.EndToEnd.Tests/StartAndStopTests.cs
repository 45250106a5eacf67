using System.Data.Common;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

public sealed class StartAndStopTests(ShopFixture running)
{
    private static async Task<(int Code, string Output)> Run(params string[] args)
    {
        var (code, output, errors) = await ShopCommand.Host(args);
        return (code, output + errors);
    }

    [Fact]
    public async Task A_second_shop_on_the_same_data_stops_with_a_message()
    {
        var database = await running.Database(StoreKind.Sqlite);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ShopProcess.Start(database));

        Assert.Contains("already running", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--Storage:Path", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_shop_on_the_same_address_stops_with_a_message()
    {
        var first = await running.On(StoreKind.Sqlite);
        await using var other = await TestDatabase.CreateAsync(StoreKind.Sqlite);

        var (code, published) = await Run("--urls", first.BaseAddress!.ToString(), $"--Storage:Path={other.Settings([]).Single().Value}");

        Assert.Equal(1, code);
        Assert.Contains("Another program listens there", published, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_one_message_with_what_to_do()
    {
        var (code, published) = await Run("migrate", "--ConnectionStrings:Shop=Host=127.0.0.1;Port=1;Username=shop;Database=shop");

        Assert.Equal(1, code);
        Assert.Contains("PostgreSQL cannot be reached at 127.0.0.1:1", published, StringComparison.Ordinal);
        Assert.Contains("docker compose up -d", published, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", published, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_module_command_or_job_is_named()
    {
        Assert.Contains("Jobs:orders:give-up is set, but orders has no such job", (await Run("--Jobs:orders:give-up=* * * * *")).Output, StringComparison.Ordinal);
        Assert.Contains("There is no module \"warehouse\"", (await Run("--modules", "orders,warehouse")).Output, StringComparison.Ordinal);
        Assert.Contains("There is no command \"serve\"", (await Run("serve")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_job_schedule_is_named_with_its_setting()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);

        var (code, published) = await Run("--urls", "http://127.0.0.1:0", $"--Storage:Path={database.Settings([]).Single().Value}", "--Jobs:orders:enforce-deadlines=often");

        Assert.Equal(1, code);
        Assert.Contains("Jobs:orders:enforce-deadlines is \"often\", which is no cron expression", published, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Describe_lists_the_subscribers_of_an_event()
    {
        var (code, published) = await Run("describe", "Order Created");

        Assert.Equal(0, code);
        Assert.Contains("inventory/reserve-stock", published, StringComparison.Ordinal);
        Assert.Contains("\"numeric\":[\">=\",1000]", published, StringComparison.Ordinal);
    }

    [Theory, EachStore]
    public async Task A_shop_terminated_amid_orders_stops_cleanly_and_the_next_one_finishes_them(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        var placed = new List<string>();
        // Work in flight is free again when its lease ends: on PostgreSQL the other process cannot know that this one is gone.
        string[] soon = ["--Bus:Lease=00:00:02", "--Bus:SweepInterval=00:00:01"];
        await using (var first = await ShopProcess.Start(database, null, soon))
        {
            await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
            {
                var id = await first.Http.Place(Shopper.Order());
                lock (placed) placed.Add(id);
            }));
            Assert.Equal(0, await first.Terminate());
        }

        await using var second = await ShopProcess.Start(database, null, soon);

        foreach (var id in placed)
            Assert.Equal("confirmed", (await second.Http.Ended(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_shop_terminated_during_startup_stops_cleanly()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Postgres);
        await (await HostedShop.Start(database)).DisposeAsync();      // makes the tables
        await using var other = await database.OpenAsync("catalog");
        await using var holding = await other.BeginTransactionAsync();
        await Run(other, "lock table products in access exclusive mode");
        await using var watching = await database.OpenAsync("orders");

        await using var starting = ShopProcess.Launch(database.Settings(Repository.Modules));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await Run(watching, "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'shop-catalog' and wait_event_type = 'Lock'") is 0L)
            await pace.WaitForNextTickAsync(patience.Token);

        Assert.Equal(0, await starting.Terminate());

        static async Task<object?> Run(DbConnection connection, string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            return await command.ExecuteScalarAsync();
        }
    }

    [Fact]
    public async Task A_terminated_shop_completes_a_slow_response_in_flight()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var shop = await ShopProcess.Start(database, null, "--Payments:Sandbox:SlowResponseDelay=00:00:02");
        await shop.Http.Place(Shopper.Order(token: "tok_slow"));
        await shop.Http.Until("/health/ready", health => health.GetProperty("modules").GetProperty("payments").GetProperty("inFlight").GetInt64() == 1);

        Assert.Equal(0, await shop.Terminate());
    }
}
