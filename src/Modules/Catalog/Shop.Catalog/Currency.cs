using Shop.Web;

namespace Shop.Catalog;

/// <summary>A currency of the shop, in a query.</summary>
internal sealed class CurrencyAttribute : KnownValuesAttribute
{
    public override IReadOnlyList<string> Values => Prices.Currencies;
}

/// <summary>The currency of the prices in a response.</summary>
internal static class Currency
{
    /// <summary>The requested currency's code; USD by default.</summary>
    /// <exception cref="ProblemException"><c>invalid_parameter</c>: the shop has no prices in it.</exception>
    public static string Of(string? requested)
    {
        if (requested is null)
            return "USD";
        return Prices.Currencies.Contains(requested) ? requested : throw new ProblemException(Problem.Of(
            WebProblems.InvalidParameter, BrokenRule.InParameter("currency", "unsupported_currency",
                $"Prices are in {string.Join(", ", Prices.Currencies)}, in capital letters. Use one of these, or omit currency for USD.")));
    }
}
