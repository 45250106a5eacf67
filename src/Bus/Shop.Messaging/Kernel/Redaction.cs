using System.Text.RegularExpressions;

namespace Shop.Messaging.Kernel;

/// <summary>
/// Replaces what an error text must not store: secrets of connection strings and addresses, bearer and payment tokens, keys,
/// e-mail addresses, and numbers that could be a card's. A placeholder names what was there. Linear in the text's length.
/// </summary>
internal static class Redaction
{
    private const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly (Regex Pattern, string Replacement)[] Secrets =
    [
        (new(@"\b(password|passwd|pwd|user ?(name|id)|uid|"
            + @"(access|account|shared|secret|api)[ _-]?(access)?[ _-]?key|client[ _-]?secret|secret|token)"
            + @"(\s*[=:]\s*)(""[^""]*""|'[^']*'|[^\s;,&]+)", Safe), "$1$5[secret]"),
        (new(@"(://)[^/\s@]+@", Safe), "$1[secret]@"),
        (new(@"\b(bearer|basic)\s+[a-z0-9._~+/=-]+", Safe), "$1 [token]"),
        (new(@"\beyJ[a-z0-9_-]+\.[a-z0-9_-]+\.[a-z0-9_-]*", Safe), "[token]"),
        (new(@"\b(tok|sk|pk|rk|whsec)_[a-z0-9_]+", Safe), "[token]"),
        (new(@"\b(AKIA|ASIA)[A-Z0-9]{16}\b", Safe), "[key]"),
        (new(@"\b[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", Safe), "[e-mail]"),
    ];

    private static readonly Regex Digits = new(@"\b[0-9](?:[ -]?[0-9]){12,18}\b", Safe);

    /// <summary>The text without secrets and personal data.</summary>
    public static string Of(string text)
    {
        foreach (var (pattern, replacement) in Secrets)
            text = pattern.Replace(text, replacement);
        return Digits.Replace(text, found => CouldBeCard(found.Value) ? "[card]" : found.Value);
    }

    /// <summary>Whether the check digit is right (Luhn, ISO/IEC 7812-1): one random number in ten passes, and every card's.</summary>
    private static bool CouldBeCard(string text)
    {
        var sum = 0;
        var doubled = false;
        foreach (var digit in text.Where(char.IsAsciiDigit).Reverse().Select(c => c - '0'))
        {
            sum += doubled ? digit * 2 / 10 + digit * 2 % 10 : digit;
            doubled = !doubled;
        }
        return sum % 10 == 0;
    }
}
