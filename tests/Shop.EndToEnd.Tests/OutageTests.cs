using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>While the store cannot be used, clients are asked to come back, and the load balancer sees it. Then everything goes on.</summary>
public sealed class OutageTests
{
    private static async Task<string?> Unavailable(HttpResponseMessage response)
    {
        using (response)
        {
            var problem = await response.Json();
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (response.StatusCode, problem.GetProperty("code").GetString()));
            Assert.True(response.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
            return problem.GetProperty("detail").GetString();
        }
    }

    private static async Task<HttpStatusCode> Ready(HostedShop shop)
    {
        using var health = await shop.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return health.StatusCode;
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await holds())
            await pace.WaitForNextTickAsync(patience.Token);
    }

    [Fact]
    public async Task A_full_disk_is_reported_and_passes()
    {
        using var folder = TemporaryFolder.Create("shop-full-disk");
        if (!await Mounted(folder.Path))
            Assert.Skip("A full disk needs a small file system, and this user may not mount one.");
        try
        {
            await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
            await using var shop = await HostedShop.Start(database, $"--Storage:Path={folder.Path}", "--environment", "Development");
            await shop.Http.Place(Shopper.Order());
            var filling = Path.Combine(folder.Path, "filling");
            Fill(filling);

            // Pages that the log has already may still be written: the disk is full for the store when the first request fails.
            HttpResponseMessage placed;
            while ((placed = await shop.Http.Post(Shopper.Order())).StatusCode == HttpStatusCode.Accepted)
                placed.Dispose();
            await Unavailable(placed);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await Ready(shop));
            using (var read = await shop.Http.GetAsync(new Uri("/v1/products", UriKind.Relative)))
                Assert.Equal(HttpStatusCode.OK, read.StatusCode);

            File.Delete(filling);
            Assert.Equal(HttpStatusCode.OK, await Ready(shop));
            await shop.Http.Place(Shopper.Order());
        }
        finally
        {
            using var unmount = Process.Start("umount", ["--lazy", folder.Path]);
            await unmount.WaitForExitAsync();
        }
    }

    /// <summary>Mounts a file system of 24 MB, which the seeded shop fits into.</summary>
    private static async Task<bool> Mounted(string path)
    {
        try
        {
            using var mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", path]) { RedirectStandardError = true })!;
            await mount.WaitForExitAsync();
            return mount.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
                file.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    [Fact]
    public async Task A_database_that_is_stopped_is_reported_and_passes()
    {
        await using var server = await PostgresServer.OrSkipAsync(PostgresServer.StartMortalAsync());
        var database = await TestDatabase.CreateAsync(server);       // it ends with its server
        await using var shop = await HostedShop.Start(database, "--environment", "Development");
        var order = await shop.Http.Place(Shopper.Order());
        var restarted = new TaskCompletionSource();

        var down = server.Crash(restarted.Task);
        await Until(async () => await Ready(shop) != HttpStatusCode.OK);
        await Unavailable(await shop.Http.GetAsync(new Uri($"/v1/orders/{order}", UriKind.Relative)));
        await Unavailable(await shop.Http.Post(Shopper.Order()));
        restarted.SetResult();
        await down;

        await Until(async () => await Ready(shop) == HttpStatusCode.OK);
        await shop.Http.Place(Shopper.Order());
    }
}
