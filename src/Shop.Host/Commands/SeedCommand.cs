using System.CommandLine;
using System.Globalization;
using Shop.Host.Hosting;
using Spectre.Console;

namespace Shop.Host.Commands;

/// <summary>
/// <c>shop seed --orders 500 --failures 3%</c>: places orders as shoppers would, over HTTP: with the shop that is running, or, when none
/// answers, with one that is started for it.
/// </summary>
internal static class SeedCommand
{
    private static readonly Option<int> Orders = new("--orders") { Description = "How many orders to place.", DefaultValueFactory = _ => 100 };

    private static readonly Option<double> Failures = new("--failures")
    {
        Description = "The share that fails in one way or another: 3% or 0.03.",
        CustomParser = given => Share(given.Tokens[0].Value) ?? Refuse(given),
    };

    private static readonly Option<Uri> Url = new("--url")
    {
        Description = "The shop.",
        DefaultValueFactory = _ => new Uri(ShopApp.DefaultUrl),
        CustomParser = Address,
    };

    private static readonly Option<int> Seed = new("--seed") { Description = "The same number makes the same orders.", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command("seed", "Place orders, some of which fail.") { Orders, Failures, Url, Seed };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, ct) =>
        {
            var shoppers = new Shoppers(parsed.GetValue(Orders), parsed.GetValue(Failures), parsed.GetValue(Seed));
            if (await Answers(parsed.GetValue(Url)!, ct))
                return await Place(shoppers, parsed.GetValue(Url)!, ct);
            string[] settings = [.. parsed.UnmatchedTokens, "--urls", "http://127.0.0.1:0"];
            return await Started.With(() => ShopApp.Build(settings), async app =>
            {
                await Databases.Migrate(app, ct);
                await app.StartAsync(ct);
                var code = await Place(shoppers, new Uri(app.Urls.First()), ct);
                await app.Services.GetRequiredService<Messaging.Bus>().Activity.Quiet(ct);
                await app.StopAsync(ct);
                return code;
            });
        });
        return command;
    }

    private static async Task<bool> Answers(Uri shop, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = shop, Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            return (await http.GetAsync("/health/live", ct)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<int> Place(Shoppers shoppers, Uri shop, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = shop };
        var refused = 0;
        await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask("Placing orders", maxValue: shoppers.Orders);
                await Parallel.ForEachAsync(shoppers.All(), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = ct }, async (order, stop) =>
                {
                    if (!await order.Place(http, stop))
                        Interlocked.Increment(ref refused);
                    bar.Increment(1);
                });
            });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{shoppers.Orders - refused} orders were taken, {refused} refused."));
        return refused == 0 ? 0 : Started.CannotStart;
    }

    /// <summary>An address that was given, or an error that says how one looks.</summary>
    internal static Uri? Address(System.CommandLine.Parsing.ArgumentResult given)
    {
        if (Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https"))
            return url;
        given.AddError($"--url is an address such as {ShopApp.DefaultUrl}, not \"{given.Tokens[0].Value}\".");
        return null;
    }

    private static double? Share(string text)
    {
        var number = text.TrimEnd('%');
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return null;
        value = text.EndsWith('%') ? value / 100 : value;
        return value is >= 0 and <= 1 ? value : null;
    }

    private static double Refuse(System.CommandLine.Parsing.ArgumentResult given)
    {
        given.AddError($"--failures is a share such as 3% or 0.03, not \"{given.Tokens[0].Value}\".");
        return 0;
    }
}
