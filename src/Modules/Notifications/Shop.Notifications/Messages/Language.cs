using System.Globalization;

namespace Shop.Notifications;

/// <summary>
/// How a language writes amounts. The process has no operating system cultures (InvariantGlobalization), so they are defined here.
/// </summary>
/// <param name="Code">ISO 639-1.</param>
/// <param name="DecimalMark">The decimal separator.</param>
/// <param name="GroupMark">The thousands separator.</param>
/// <param name="SymbolFirst">Whether the currency symbol comes first.</param>
/// <param name="Countries">The countries that use it, ISO 3166-1.</param>
internal sealed record Language(string Code, string DecimalMark, string GroupMark, bool SymbolFirst, params IReadOnlyList<string> Countries)
{
    private const string NoBreak = "\u00A0";
    private const string NarrowNoBreak = "\u202F";

    /// <summary>The default language.</summary>
    public const string Default = "en";

    public static readonly IReadOnlyList<Language> All =
    [
        new("en", ".", ",", SymbolFirst: true),
        new("de", ",", ".", SymbolFirst: false, "DE", "AT", "CH", "LI"),
        new("fr", ",", NarrowNoBreak, SymbolFirst: false, "FR", "BE", "LU", "MC"),
    ];

    public static Language Of(string code) => All.FirstOrDefault(language => language.Code == code) ?? All[0];

    /// <summary>The language of a country.</summary>
    public static string OfCountry(string country) => All.FirstOrDefault(language => language.Countries.Contains(country))?.Code ?? Default;

    /// <summary>An amount as the language writes it: <c>€1,499.00</c>, <c>1.499,00 €</c>.</summary>
    public string Write(Price price)
    {
        var amount =
            price.Amount.Major.ToString(
            "N2", new NumberFormatInfo { NumberDecimalSeparator = DecimalMark, NumberGroupSeparator = GroupMark, NumberGroupSizes = [3],
            NegativeSign = "−" });
        var sign = price.Currency switch { "EUR" => "€", "GBP" => "£", "USD" => Code == "fr" ? "$US" : "$", var other => other };
        return SymbolFirst ? sign + amount : amount + NoBreak + sign;
    }
}
