using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Inventory.Contracts;
using Shop.Web;

namespace Shop.Inventory;

internal static class ListReservations
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/ops/inventory/reservations", Handle)
        .WithTags("Operations").WithName("ListReservations").WithSummary("What is and was set aside for orders, the newest orders first")
        .ProducesProblems(WebProblems.InvalidParameter);

    /// <summary>Orders' ids sort by time, so the id of the last of a page is where the next begins.</summary>
    private static async Task<Page<ReservationResponse>> Handle(
        PageRequest page, [Description("Only those in this state.")] string? state, InventoryDb db, CancellationToken ct)
    {
        var reservations = db.Reservations.AsNoTracking();
        if (state is not null)
        {
            var wanted = StateOf(state);
            reservations = reservations.Where(reservation => reservation.State == wanted);
        }
        if (page.After<ReservationPosition>() is { } end)
            reservations = reservations.Where(reservation => string.Compare(reservation.OrderId, end.OrderId) < 0);
        var rows = await reservations.OrderByDescending(reservation => reservation.OrderId).Take(page.Limit + 1).ToListAsync(ct);
        return Page.Of(rows, page, reservation => new ReservationPosition(reservation.OrderId), ReservationResponse.Of);
    }

    private static ReservationState StateOf(string text) =>
        Enum.GetValues<ReservationState>().Where(state => state.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)).Cast<ReservationState?>().SingleOrDefault()
        ?? throw new ProblemException(Problem.Of(WebProblems.InvalidParameter, BrokenRule.InParameter("state", "state_unknown",
            $"A reservation is {string.Join(", ", Enum.GetNames<ReservationState>()).ToLowerInvariant()}.")));
}

/// <summary>What inventory remembers of an order.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="State">Whether its items are set aside, or why not.</param>
/// <param name="Items">What the order asked for.</param>
/// <param name="CreatedAt">When the order was first heard of; null where that was not kept.</param>
/// <param name="Confirmed">Whether it was heard to be confirmed: then it does not expire.</param>
/// <param name="Expired">Whether its items were given back because nothing more was heard of the order.</param>
internal sealed record ReservationResponse(
    string OrderId, ReservationState State, IReadOnlyList<ReservedItem> Items, DateTime? CreatedAt, bool Confirmed, bool Expired)
{
    public static ReservationResponse Of(Reservation reservation) => new(
        reservation.OrderId, reservation.State, reservation.Items, reservation.CreatedAt, reservation.Confirmed, reservation.Expired);
}

/// <summary>Where a page ended.</summary>
internal sealed record ReservationPosition(string OrderId);
