using System.CommandLine;

namespace Shop.Host.Commands.Operations;

/// <summary><c>shop operations list|show|cancel|resume</c>: long work that was set going.</summary>
internal static class OperationsCommand
{
    public static Command Create() => new("operations", "Look at replays, redrives, discards and seeds; end them or let them go on.")
    {
        List(), Show(), Change("cancel", "End an operation; what is done stays done."), Resume(),
    };

    private static Command List() => OpsClient.Talking(new Command("list", "List operations, newest first."), async (_, shop, ct) =>
    {
        var found = (await shop.Get("/ops/operations?limit=50", ct)).GetProperty("items").EnumerateArray();
        Output.Table(found, "startedAt", "id", "module", "kind", "state", "actor", "done", "total", "failed", "reason");
        return 0;
    });

    private static Command Show()
    {
        var id = Id();
        return OpsClient.Talking(new Command("show", "Show an operation.") { id }, async (parsed, shop, ct) =>
        {
            Output.Whole(await shop.Get($"/ops/operations/{parsed.GetValue(id)}", ct));
            return 0;
        });
    }

    private static Command Change(string deed, string description)
    {
        var id = Id();
        return OpsClient.Talking(new Command(deed, description) { id }, async (parsed, shop, ct) =>
        {
            Console.WriteLine(FollowOperation.Sentence(await shop.Post($"/ops/operations/{parsed.GetValue(id)}/{deed}", ct)));
            return 0;
        });
    }

    private static Command Resume()
    {
        var id = Id();
        return OpsClient.Talking(new Command("resume", "Let an ended operation go on where it was.") { id }, async (parsed, shop, ct) =>
        {
            var operation = await shop.Get($"/ops/operations/{parsed.GetValue(id)}", ct);
            if (operation.Field("kind") == "seed")
                throw new ShopApiException($"The orders of a seed are placed by the command line: seed --resume {parsed.GetValue(id)}", "");
            var resumed = await shop.Post($"/ops/operations/{parsed.GetValue(id)}/resume", ct);
            return await FollowOperation.Begun(Host.Operations.Json.Of($$"""{"operations":[{{resumed.GetRawText()}}]}"""), shop, ct);
        });
    }

    private static Argument<Guid> Id() => new("operation-id") { Description = "The operation, as operations list tells it." };
}
