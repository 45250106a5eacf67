using Shop.Web;

namespace Shop.Catalog;

/// <summary>The currency that a shopper asks to see prices in.</summary>
internal static class Currency
{
    /// <summary>The asked currency's code; USD when none was asked for.</summary>
    /// <exception cref="ProblemException"><c>invalid_parameter</c>: the shop has no prices in it.</exception>
    public static string Of(string? requested)
    {
        if (requested is null)
            return "USD";
        return Prices.Currencies.Contains(requested) ? requested : throw new ProblemException(Problem.Of(
            WebProblems.InvalidParameter, BrokenRule.InParameter("currency", "unsupported_currency",
                $"Prices are in {string.Join(", ", Prices.Currencies)}, written in capitals. Ask for one of these, or leave currency away for USD.")));
    }
}
