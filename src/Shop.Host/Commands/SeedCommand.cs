using System.CommandLine;
using System.Globalization;
using Shop.Host.Commands.Operations;
using Shop.Host.Hosting;

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

    private static readonly Option<int> Seed = new("--seed") { Description = "The same number makes the same orders.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int?> Rate = new("--rate") { Description = "A second at the most: 20 or 20/s.", CustomParser = DlqCommand.Rate };
    private static readonly Option<Guid?> Resume = new("--resume") { Description = "Go on with a seed that was ended, by its operation's id." };

    public static Command Create()
    {
        var command = new Command("seed", "Place orders, some of which fail.") { Orders, Failures, Seed, Rate, Resume };
        Orders.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out var orders) && orders < 1)
                given.AddError($"--orders is 1 or more, not {text}.");
        });
        OpsClient.AddTo(command);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, ct) => await Answers(parsed.GetValue(OpsClient.Url)!, ct)
            ? await OpsClient.Talk(parsed, shop => Place(parsed, shop, ct))
            : await WithOneOfItsOwn(parsed, ct));
        return command;
    }

    private static Task<int> Place(ParseResult parsed, OpsClient shop, CancellationToken ct) => parsed.GetValue(Resume) is { } ended
        ? Seeding.GoOn(shop, ended, ct)
        : Seeding.Begin(shop, new Host.Operations.SeedBody(parsed.GetValue(Orders), parsed.GetValue(Failures), parsed.GetValue(Seed), parsed.GetValue(Rate)), ct);

    private static Task<int> WithOneOfItsOwn(ParseResult parsed, CancellationToken ct)
    {
        // Nobody else reaches it, so it may have a key of its own where none is set.
        string[] settings = [$"--Ops:Key={Guid.NewGuid():N}", .. parsed.UnmatchedTokens, "--urls", "http://127.0.0.1:0"];
        return Started.With(() => ShopApp.Build(settings), async app =>
        {
            await Databases.Migrate(app, ct);
            await app.StartAsync(ct);
            using var shop = OpsClient.Of(new Uri(app.Urls.First()), app.Configuration["Ops:Key"], parsed.GetValue(OpsClient.Who)!);
            var code = await Place(parsed, shop, ct);
            await app.Services.GetRequiredService<Messaging.Bus>().Activity.WaitUntilIdle(ct);
            await app.StopAsync(ct);
            return code;
        });
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
