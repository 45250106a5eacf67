using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Orders;

/// <summary>Registers, lists and deletes webhooks.</summary>
internal static class WebhookEndpoints
{
    public const int MaxUrlLength = 2_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/webhooks", Register).WithName("RegisterWebhook").WithTags("Webhooks")
            .WithSummary("Registers a webhook for a customer's orders")
            .WithDescription(
                "The secret is returned once, in this response. Each delivery has the headers webhook-id, webhook-timestamp and "
                + "webhook-signature (standardwebhooks.com). They may arrive in another order than their events happened, and more than once: data.version "
                + "says which is newer, webhook-id which is a duplicate. A receiver that answers 410 Gone gets no more deliveries.")
            .ProducesProblems(WebhookProblems.TooMany);
        routes.MapGet("/v1/webhooks", List).WithName("ListWebhooks").WithTags("Webhooks")
            .WithSummary("Lists a customer's webhooks")
            .WithDescription("By id. Secrets are not shown.");
        routes.MapGet("/v1/webhooks/{id}", Get).WithName("GetWebhook").WithTags("Webhooks")
            .WithSummary("Returns a webhook")
            .WithDescription("Its secret is not shown.")
            .ProducesProblems(WebhookProblems.NotFound);
        routes.MapDelete("/v1/webhooks/{id}", Delete).WithName("DeleteWebhook").WithTags("Webhooks")
            .WithSummary("Deletes a webhook")
            .WithDescription("Pending deliveries are dropped.")
            .ProducesProblems(WebhookProblems.NotFound);
    }

    private static async Task<Results<Created<RegisteredWebhook>, Problem>> Register(
        RegisterWebhookRequest request, OrdersDb db, WebhookSender sender, WebhookSecrets secrets, WebhookSettings settings,
        TimeProvider clock, CancellationToken ct)
    {
        if (Broken(request, sender) is { Any: true } broken)
            return broken.ToProblem();
        var secret = WebhookSecrets.New();
        var webhook =
            Webhook.New(
            request.CustomerId, request.Url, [.. (request.Events ?? []).Distinct()], secrets.Protect(secret),
            clock.GetUtcNow().UtcDateTime);
        return await AddIfFewEnough(webhook, settings.MaxPerCustomer, db, ct)
            ? TypedResults.Created($"/v1/webhooks/{webhook.Id}", new RegisteredWebhook(WebhookView.Of(webhook), secret))
            : Problem.Of(WebhookProblems.TooMany, $"A customer can have at most {settings.MaxPerCustomer} webhooks.");
    }

    /// <summary>Counts and adds under a lock, so that concurrent requests together stay within the limit.</summary>
    private static Task<bool> AddIfFewEnough(Webhook webhook, int limit, OrdersDb db, CancellationToken ct) => db.InTransaction(async () =>
    {
        await db.AcquireLock($"webhooks of {webhook.CustomerId}", ct);
        if (await db.Webhooks.CountAsync(one => one.CustomerId == webhook.CustomerId, ct) >= limit)
            return false;
        db.Add(webhook);
        await db.SaveChangesAsync(ct);
        return true;
    }, ct);

    private static BrokenRules Broken(RegisterWebhookRequest request, WebhookSender sender)
    {
        var broken = new BrokenRules();
        PlaceOrderRules.CheckCustomerId(request.CustomerId, broken);
        broken.Unless(request.Url.Length <= MaxUrlLength, "/url", "url_too_long", $"A url has at most {MaxUrlLength} characters.");
        if (sender.WhyNotAllowed(request.Url) is { } why)
            broken.Unless(false, "/url", "url_not_allowed", why);
        var events = request.Events ?? [];
        for (var i = 0; i < events.Count; i++)
            broken.Unless(
                WebhookEvents.All.Contains(events[i]), $"/events/{i}", "event_unknown",
                $"An event is one of {string.Join(", ", WebhookEvents.All)}.");
        return broken;
    }

    private static async Task<Page<WebhookView>> List(string customerId, PageRequest page, OrdersDb db, CancellationToken ct)
    {
        var webhooks = db.Webhooks.AsNoTracking().Where(webhook => webhook.CustomerId == customerId);
        if (page.After<string>() is { } last)
            webhooks = webhooks.Where(webhook => string.Compare(webhook.Id, last) > 0);
        var rows = await webhooks.OrderBy(webhook => webhook.Id).Take(page.Limit + 1).ToListAsync(ct);
        return Page.Of(rows, page, webhook => webhook.Id, WebhookView.Of);
    }

    private static async Task<Results<Tagged<WebhookView>, Problem>> Get(string id, OrdersDb db, CancellationToken ct) =>
        await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(webhook => webhook.Id == id, ct) is { } webhook
            ? Tagged.Of(WebhookView.Of(webhook))
            : Missing(id);

    private static async Task<Results<NoContent, Problem>> Delete(string id, OrdersDb db, CancellationToken ct)
    {
        if (await db.Webhooks.SingleOrDefaultAsync(webhook => webhook.Id == id, ct) is not { } webhook)
            return Missing(id);
        db.Remove(webhook);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Missing(id);         // deleted concurrently
        }
        return TypedResults.NoContent();
    }

    public static Problem Missing(string id) => Problem.Of(WebhookProblems.NotFound, $"There is no webhook {id}.");
}
