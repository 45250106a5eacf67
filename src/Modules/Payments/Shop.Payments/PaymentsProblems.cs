using Shop.Web;

namespace Shop.Payments;

/// <summary>What this module refuses, beside what every module does.</summary>
internal static class PaymentsProblems
{
    public static readonly ProblemCode ReviewNotFound = new("fraud_review_not_found", 404, "There is no such fraud review",
        "The id names no order that was reviewed. Orders below 1000 are not. GET /ops/payments/reviews lists the reviews.");

    public static readonly ProblemCode ReviewDecided = new("fraud_review_decided", 409, "The fraud review is decided already",
        "Only a review that the rules found unclear waits for an operator, and it is decided once. GET /ops/payments/reviews shows how it ended.");
}
