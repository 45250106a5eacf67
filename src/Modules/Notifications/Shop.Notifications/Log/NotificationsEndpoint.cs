using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Notifications;

/// <summary>A notification and its result.</summary>
/// <param name="Id">Its business key: order, subject, channel.</param>
/// <param name="OrderId">The order.</param>
/// <param name="About">Its subject: order_created, …</param>
/// <param name="Channel">email, sms or account_manager.</param>
/// <param name="State">sending, sent, skipped (not wanted, or no address), failed, or given_up.</param>
/// <param name="Reason">Why it was not sent, a stable code.</param>
/// <param name="Address">The address, shortened.</param>
/// <param name="Language">The language.</param>
/// <param name="At">When it reached this state, UTC.</param>
internal sealed record NotificationView(
    string Id, string OrderId, string About, string Channel, string State, string? Reason, string? Address, string? Language, DateTime At)
{
    public static NotificationView Of(Notification row) =>
        new(row.Id, row.OrderId, row.About, row.Channel, row.State, row.Reason, row.Address, row.Language, row.At);
}

internal static class NotificationsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/ops/notifications", List)
        .WithName("ListNotifications").WithTags("Notifications").WithSummary("Lists notifications, newest orders first")
        .WithDescription("What was sent to whom, and why not where it was not.");

    /// <summary>Ids begin with the order id, which sorts by time.</summary>
    private static async Task<Page<NotificationView>> List(
        PageRequest page, NotificationsDb db, CancellationToken ct, [Description("Only of this order.")] string? orderId = null)
    {
        var rows = db.Notifications.AsNoTracking();
        if (orderId is not null)
            rows = rows.Where(row => row.OrderId == orderId);
        if (page.After<string>() is { } last)
            rows = rows.Where(row => string.Compare(row.Id, last) < 0);
        var found = await rows.OrderByDescending(row => row.Id).Take(page.Limit + 1).ToListAsync(ct);
        return Page.Of(found, page, row => row.Id, NotificationView.Of);
    }
}
