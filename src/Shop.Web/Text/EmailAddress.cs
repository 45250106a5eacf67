using System.Globalization;
using System.Text.RegularExpressions;

namespace Shop.Web;

/// <summary>
/// An e-mail address to which a mail server delivers: the one rule for where addresses are taken and for where mail is sent. The part before the
/// @ is a dot-atom of ASCII (RFC 5321, 4.1.2); the domain may be international, and is sent as its ASCII form (RFC 5890).
/// </summary>
public static partial class EmailAddress
{
    /// <summary>The maximum length, in characters, also of the ASCII form (RFC 5321, 4.5.3.1.3).</summary>
    public const int MaxLength = 254;

    private const int MaxLocalLength = 64;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>Whether mail can be sent to it.</summary>
    public static bool IsValid(string text) => ToAscii(text) is not null;

    /// <summary>The address as mail servers take it; null when it is none.</summary>
    public static string? ToAscii(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.LastIndexOf('@');
        if (at is < 1 or > MaxLocalLength || text.Length > MaxLength || !Local().IsMatch(text.AsSpan(0, at))
            || AsciiDomain(text[(at + 1)..]) is not { } domain)
            return null;
        var ascii = $"{text[..at]}@{domain}";
        return ascii.Length <= MaxLength ? ascii : null;
    }

    private static string? AsciiDomain(string domain)
    {
        // Without the operating system's tables nothing composes a letter and its mark, and the two would be another domain.
        if (domain.EnumerateRunes().Any(rune => System.Text.Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format || rune.Value is >= 0x300 and <= 0x36F))
            return null;
        try
        {
            var ascii = Idn.GetAscii(domain.ToLowerInvariant());
            // What begins with xn-- must be the form of something that can be read.
            var isReadable = Idn.GetUnicode(ascii) is var read && !read.Any(char.IsControl) && Idn.GetAscii(read) == ascii;
            return isReadable && Domain().IsMatch(ascii) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\z")]
    private static partial Regex Local();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\z")]
    private static partial Regex Domain();
}
