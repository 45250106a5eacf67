using Shop.Web;

namespace Shop.Catalog;

/// <summary>Filters for lists of products.</summary>
internal static class Filters
{
    /// <summary>Longest <c>search</c> and <c>category</c>, in characters.</summary>
    public const int MaxLength = 100;

    public static IQueryable<Product> Matching(this IQueryable<Product> products, string? search)
    {
        var words = Validated("search", search) is { } text ? Folding.Of(text).Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        return words.Aggregate(products, (found, word) => found.Where(p => p.SearchText.Contains(word)));
    }

    public static IQueryable<Product> InCategory(this IQueryable<Product> products, string? category)
    {
        var wanted = Validated("category", category)?.ToLowerInvariant();
        return wanted is null ? products : products.Where(p => p.Category == wanted);
    }

    public static IQueryable<Product> After(this IQueryable<Product> products, Position? end) =>
        end is null ? products : products.Where(p => string.Compare(p.ProductId, end.ProductId) > 0);

    /// <summary>Rejects control characters, which no searched text contains.</summary>
    private static string? Validated(string parameter, string? sent) =>
        sent is null || (sent.Length <= MaxLength && !sent.Any(char.IsControl))
            ? sent
            : throw new ProblemException(Problem.Of(WebProblems.InvalidParameter, BrokenRule.InParameter(
                parameter, "unsearchable", $"{parameter} has at most {MaxLength} characters, none of them a control character.")));
}
