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
        .WithTags("Operations").WithName("ListReservations").WithSummary("Lists reservations, newest orders first")
        .WithDescription("What each order holds of the stock.")
        .ProducesProblems(WebProblems.InvalidParameter);

    /// <summary>Order ids sort by time, so the last id of a page is the cursor of the next.</summary>
    private static async Task<Page<ReservationResponse>> Handle(
        PageRequest page, [Description("Only those in this state."), ReservationStates] string? state, InventoryDb db, CancellationToken ct)
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
        Enum.GetValues<ReservationState>().Where(state => state.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
            .Cast<ReservationState?>().SingleOrDefault()
        ?? throw new ProblemException(Problem.Of(WebProblems.InvalidParameter, BrokenRule.InParameter("state", "state_unknown",
            $"A reservation is {string.Join(", ", Enum.GetNames<ReservationState>()).ToLowerInvariant()}.")));
}

/// <summary>A state of a reservation, in a query.</summary>
internal sealed class ReservationStatesAttribute : KnownValuesAttribute
{
    public override IReadOnlyList<string> Values => [.. Enum.GetNames<ReservationState>().Select(name => name.ToLowerInvariant())];
}

/// <summary>A reservation.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="State">The state of the reservation.</param>
/// <param name="Items">The ordered items.</param>
/// <param name="CreatedAt">When the reservation was created; null for rows older than this column.</param>
/// <param name="Confirmed">Whether the order was confirmed: then the reservation does not expire.</param>
/// <param name="Expired">Whether it expired because the order was neither confirmed nor cancelled in time.</param>
internal sealed record ReservationResponse(
    string OrderId, ReservationState State, IReadOnlyList<ReservedItem> Items, DateTime? CreatedAt, bool Confirmed, bool Expired)
{
    public static ReservationResponse Of(Reservation reservation) => new(
        reservation.OrderId, reservation.State, reservation.Items, reservation.CreatedAt, reservation.Confirmed, reservation.Expired);
}

/// <summary>Where a page ended.</summary>
internal sealed record ReservationPosition(string OrderId);
