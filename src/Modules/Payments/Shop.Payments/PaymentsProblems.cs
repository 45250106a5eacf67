using Shop.Web;

namespace Shop.Payments;

/// <summary>Problem codes of this module.</summary>
internal static class PaymentsProblems
{
    public static readonly ProblemCode ReviewNotFound = new("fraud_review_not_found", 404, "There is no such fraud review",
        "The order has no fraud review. Orders below 1000 are not reviewed. GET /ops/payments/reviews lists the reviews.");

    public static readonly ProblemCode ReviewDecided = new("fraud_review_decided", 409, "The fraud review is already decided",
        "Only an unclear review waits for an operator, and it is decided once. GET /ops/payments/reviews shows its verdict.");
}
