namespace Shop.Web.Tests;

public sealed class PeopleTextTests
{
    [Theory]
    [InlineData("Köln")]
    [InlineData("القاهرة")]
    [InlineData("ירושלים‏")]
    [InlineData("東京")]
    [InlineData("🪁")]
    [InlineData("Nu\u0308rnberg")]
    [InlineData("St. John's")]
    public void A_visible_line_is_accepted(string text) => Assert.True(PeopleText.IsLine(text, 64));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u200B")]
    [InlineData("\u00A0\u3000")]
    [InlineData("\u00AD\uFEFF\u2060")]
    [InlineData("\u3164")]
    [InlineData("\u2800")]
    [InlineData("\u0301")]
    [InlineData("\u0903")]
    [InlineData("\uE000")]
    [InlineData("\uFFFF")]
    [InlineData("Ada\u202Egnp.exe")]
    [InlineData("Ada\u2066Bob\u2069")]
    [InlineData("Ada\0")]
    [InlineData("Ada\nBob")]
    [InlineData("Ada\u2028Bob")]
    [InlineData("Ada\u0085")]
    public void An_invisible_broken_or_reordered_line_is_rejected(string text) => Assert.False(PeopleText.IsLine(text, 64));

    [Fact]
    public void Half_a_surrogate_pair_is_rejected() => Assert.False(PeopleText.IsLine("Ada\ud83e", 64));

    [Fact]
    public void A_text_may_have_line_breaks_and_no_other_control_characters()
    {
        Assert.True(PeopleText.IsText("Too small.\r\n\tSorry.", 64));
        Assert.False(PeopleText.IsText("Too small.\u0007", 64));
        Assert.False(PeopleText.IsText("\r\n", 64));
    }

    [Fact]
    public void A_length_counts() => Assert.False(PeopleText.IsLine("Ada", 2));

    [Theory]
    [InlineData("US", true)]
    [InlineData("GB", true)]
    [InlineData("AX", true)]
    [InlineData("UK", false)]
    [InlineData("EU", false)]
    [InlineData("XX", false)]
    [InlineData("us", false)]
    [InlineData("USA", false)]
    [InlineData("", false)]
    public void A_country_is_one_of_ISO_3166_1(string code, bool isCountry) => Assert.Equal(isCountry, Countries.Has(code));

    [Theory]
    [InlineData("ada@example.com", "ada@example.com")]
    [InlineData("a.b+c'd@Sub.Example.COM", "a.b+c'd@sub.example.com")]
    [InlineData("ada@xn--mnchen-3ya.de", "ada@xn--mnchen-3ya.de")]
    [InlineData("ada@münchen.de", "ada@xn--mnchen-3ya.de")]
    [InlineData("ada@MÜNCHEN.de", "ada@xn--mnchen-3ya.de")]
    [InlineData("ada@例え.jp", "ada@xn--r8jz45g.jp")]
    public void An_address_is_sent_with_the_ASCII_form_of_its_domain(string text, string ascii) => Assert.Equal(ascii, EmailAddress.ToAscii(text));

    [Theory]
    [InlineData("foo.@example.com")]
    [InlineData(".foo@example.com")]
    [InlineData("f..oo@example.com")]
    [InlineData("\"a b\"@example.com")]
    [InlineData("adä@example.com")]
    [InlineData("ada")]
    [InlineData("@example.com")]
    [InlineData("ada@")]
    [InlineData("ada@example.com.")]
    [InlineData("ada@-example.com")]
    [InlineData("ada@exa_mple.com")]
    [InlineData("ada@[127.0.0.1]")]
    [InlineData("ada@mu\u0308nchen.de")]
    [InlineData("ada@exam\u200Bple.com")]
    [InlineData("ada@xn--a")]
    [InlineData("Ada <ada@example.com>")]
    [InlineData("ada@example.com,bob@example.com")]
    [InlineData("ada@example.com\n")]
    [InlineData(" ada@example.com")]
    public void What_no_mail_server_takes_is_no_address(string text) => Assert.False(EmailAddress.IsValid(text));

    [Fact]
    public void An_address_has_at_most_254_characters_and_64_before_the_at()
    {
        Assert.True(EmailAddress.IsValid(new string('a', 64) + "@example.com"));
        Assert.False(EmailAddress.IsValid(new string('a', 65) + "@example.com"));
        Assert.False(EmailAddress.IsValid("a@" + string.Concat(Enumerable.Repeat(new string('b', 60) + ".", 5)) + "com"));
    }
}
