using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Notifications;

/// <summary>A customer's notification preferences.</summary>
/// <param name="Email">Whether to send e-mail.</param>
/// <param name="Sms">Whether to send SMS; requires a phone.</param>
/// <param name="Language">ISO 639-1; null for the language of the order's destination country.</param>
/// <param name="Phone">For SMS: + and 7 to 15 digits (E.164); null for none.</param>
internal sealed record PreferencesBody(
    bool Email, bool Sms, [property: SupportedLanguage] string? Language = null,
    [property: RegularExpression(PreferencesEndpoints.PhonePattern)] string? Phone = null);

/// <summary>A language that messages are written in.</summary>
internal sealed class SupportedLanguageAttribute : KnownValuesAttribute
{
    public override IReadOnlyList<string> Values => [.. Language.All.Select(language => language.Code)];
}

internal static class PreferencesEndpoints
{
    public const string PhonePattern = @"^\+[1-9][0-9]{6,14}$";
    private static readonly RegularExpressionAttribute Phone = new(PhonePattern);
    private const int MaxIdLength = 64;
    private const string Proof = "One of the customer's orders, as proof: knowing its id grants access.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/customers/{id}/preferences", Show).WithName("GetPreferences").WithTags("Customers")
            .WithSummary("Returns a customer's notification preferences")
            .WithDescription("Without preferences, every channel is used, in the language of the order's destination country.")
            .ProducesProblems(WebProblems.InvalidRequest, NotificationsProblems.NotTheirOrder);
        routes.MapPut("/v1/customers/{id}/preferences", Choose).WithName("PutPreferences").WithTags("Customers")
            .WithSummary("Sets a customer's notification preferences").WithDescription("They apply to all of the customer's orders.")
            .ProducesProblems(WebProblems.InvalidRequest, NotificationsProblems.NotTheirOrder);
    }

    private static async Task<Results<Ok<PreferencesBody>, Problem>> Show(
        string id, [Description(Proof)] string orderId, NotificationsDb db, CancellationToken ct)
    {
        if (await CheckAccess(id, orderId, db, ct) is { } problem)
            return problem;
        var chosen = await db.Preferences.AsNoTracking().SingleOrDefaultAsync(preferences => preferences.CustomerId == id, ct);
        return TypedResults.Ok(
            chosen is null
            ? new PreferencesBody(true, true) : new PreferencesBody(chosen.Email, chosen.Sms, chosen.Language, chosen.Phone));
    }

    private static async Task<Results<Ok<PreferencesBody>, Problem>> Choose(
        string id, [Description(Proof)] string orderId, PreferencesBody body, NotificationsDb db, CancellationToken ct)
    {
        if (await CheckAccess(id, orderId, db, ct) is { } problem)
            return problem;
        var broken = new BrokenRules();
        broken.Unless(
            body.Language is null || Language.All.Any(language => language.Code == body.Language), "/language", "language_not_supported",
            $"The language is one of {string.Join(", ", Language.All.Select(language => language.Code))}, or null.");
        broken.Unless(
            Phone.IsValid(body.Phone), "/phone", "phone_invalid", "A phone is + and 7 to 15 digits, such as +4915112345678, or null.");
        if (broken.Any)
            return broken.ToProblem();
        await Save(id, body, db, ct);
        return TypedResults.Ok(body);
    }

    /// <summary>Retries once if a concurrent request inserted the row.</summary>
    private static async Task Save(string id, PreferencesBody body, NotificationsDb db, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var chosen = await db.Preferences.SingleOrDefaultAsync(preferences => preferences.CustomerId == id, ct)
                ?? db.Add(new Preferences { CustomerId = id }).Entity;
            (chosen.Email, chosen.Sms, chosen.Language, chosen.Phone) = (body.Email, body.Sms, body.Language, body.Phone);
            try
            {
                await db.SaveChangesAsync(ct);
                return;
            }
            catch (DbUpdateException) when (attempt == 1)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>Order ids are unguessable; a customer id may be anything, so it alone grants no access.</summary>
    private static async Task<Problem?> CheckAccess(string id, string orderId, NotificationsDb db, CancellationToken ct)
    {
        if (!IsCustomer(id))
            return NoCustomer();
        return await db.Recipients.AnyAsync(recipient => recipient.OrderId == orderId && recipient.CustomerId == id, ct)
            ? null
            : Problem.Of(
                NotificationsProblems.NotTheirOrder, "orderId is not an order of this customer, or the order is not known here yet.");
    }

    private static bool IsCustomer(string id) => PeopleText.IsLine(id, MaxIdLength);

    private static Problem NoCustomer() => Problem.Of(WebProblems.InvalidParameter,
        BrokenRule.InParameter(
            "id", "customer_id_invalid", $"A customer's id has 1–{MaxIdLength} characters, at least one of them visible."));
}
