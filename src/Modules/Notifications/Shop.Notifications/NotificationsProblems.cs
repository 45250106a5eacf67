using Shop.Web;

namespace Shop.Notifications;

/// <summary>What notifications refuse.</summary>
internal static class NotificationsProblems
{
    public static readonly ProblemCode NoSuchMail = new("mail_not_found", 404, "There is no such message",
        "The id names no message of the mailbox folder. GET /ops/mailbox lists them; they are kept for some days.");
}
