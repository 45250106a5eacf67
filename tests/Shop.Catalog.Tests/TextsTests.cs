using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shop.Testing;

namespace Shop.Catalog.Tests;

/// <summary>Products are found and ordered as people expect, regardless of case and accents.</summary>
public sealed class TextsTests
{
    [Theory, EachStore]
    public async Task A_product_is_found_however_its_accents_are_written(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(("CAFE", "Café Crème", "Good.", "food"), ("TEA", "The\u0301 vert", "Straße", "food"), ("OTHER", "Kite", "Red.", "toys"));

        foreach (var search in (string[])["cafe", "CAFÉ", "cafe\u0301", "creme", "ＣＡＦＥ"])
            Assert.Equal(["CAFE"], await catalog.Listed($"/v1/products?search={Uri.EscapeDataString(search)}"));
        foreach (var search in (string[])["thé", "the vert", "strasse"])
            Assert.Equal(["TEA"], await catalog.Listed($"/v1/products?search={Uri.EscapeDataString(search)}"));
        Assert.Equal(["CAFE"], await Found(catalog, "/ops/catalog/products?search=cafe"));
    }

    private static Task<string[]> Found(CatalogFixture catalog, string path) => catalog.Listed(path);

    [Theory]
    [InlineData("Kaffee\u00ADmaschine", "kaffeemaschine")]
    [InlineData("x\u200By\uFEFF", "xy")]
    [InlineData("❤\uFE0F", "❤")]
    [InlineData("10\u00A0cm", "10 cm")]
    [InlineData("茶\u3000碗", "茶 碗")]
    [InlineData("עִבְרִית", "עברית")]
    [InlineData("مُحَمَّد", "محمد")]
    [InlineData("ΟΔΌΣ", "οδοσ")]
    [InlineData("οδός", "οδοσ")]
    [InlineData("Iğdır", "igdir")]
    public void What_people_do_not_see_or_type_is_folded_away(string text, string folded) => Assert.Equal(folded, Folding.Of(text));

    [Theory, EachStore]
    public async Task Names_are_ordered_as_people_do_and_pages_continue(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(
            ("1", "Zebra", "", "a"), ("2", "apple", "", "a"), ("3", "Éclair", "", "a"), ("4", "eclair", "", "a"), ("5", "Öl", "", "a"), ("6", "Oboe", "", "a"),
            ("7", "ocean", "", "a"), ("8", "E\u0301tude", "", "a"));

        string[] expected = ["2", "3", "4", "8", "6", "7", "5", "1"];
        Assert.Equal(expected, await catalog.Listed("/v1/products?sort=name"));
        Assert.Equal(expected, await Pages(catalog, "/v1/products?sort=name&limit=1"));
    }

    private static async Task<List<string>> Pages(CatalogFixture catalog, string path)
    {
        var ids = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await catalog.Get(path + (cursor is "" ? "" : $"&cursor={cursor}"));
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("productId").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        return ids;
    }

    [Theory, EachStore]
    public async Task A_cursor_of_prices_in_dollars_is_none_of_prices_in_euros(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(("A", "Apple", "", "a"), ("B", "Bread", "", "a"));
        var cursor = (await catalog.Get("/v1/products?sort=price_ascending&limit=1&currency=USD")).GetProperty("nextCursor").GetString();
        var problem = await catalog.Get($"/v1/products?sort=price_ascending&limit=1&currency=EUR&cursor={cursor}", HttpStatusCode.BadRequest);
        Assert.Equal("invalid_cursor", problem.GetProperty("code").GetString());
    }

    [Theory, EachStore]
    public async Task Texts_that_an_earlier_version_stored_are_folded_at_start(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(("CAFE", "Café", "", "food"));
        await catalog.Shop.With<CatalogDb>(db => db.Products.ExecuteUpdateAsync(product => product
            .SetProperty(p => p.SearchText, "café").SetProperty(p => p.NameKey, "").SetProperty(p => p.FoldedBy, 0)));
        Assert.Empty(await catalog.Listed("/v1/products?search=cafe"));

        await new FoldTexts(catalog.Shop.Services.GetRequiredService<IServiceScopeFactory>()).StartAsync(CancellationToken.None);

        Assert.Equal(["CAFE"], await catalog.Listed("/v1/products?search=cafe"));
    }

    [Fact]
    public async Task What_PostgreSQL_decomposes_folds_like_its_decomposed_form()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Postgres);
        await using var connection = await database.OpenAsync("catalog");
        await using var command = connection.CreateCommand();
        // The blocks of Latin, Greek, Cyrillic and their extensions, and Hangul.
        command.CommandText = """
            select chr(n), normalize(chr(n), NFD) from generate_series(192, 1327) n where chr(n) <> normalize(chr(n), NFD)
            union all select chr(n), normalize(chr(n), NFD) from generate_series(7680, 8191) n where chr(n) <> normalize(chr(n), NFD)
            union all select chr(n), normalize(chr(n), NFD) from generate_series(44032, 55203) n
            """;
        await using var rows = await command.ExecuteReaderAsync();
        var different = new List<string>();
        while (await rows.ReadAsync())
            if (Folding.Of(rows.GetString(0)) != Folding.Of(rows.GetString(1)))
                different.Add($"{rows.GetString(0)} (U+{(int)rows.GetString(0)[0]:X4})");
        Assert.Empty(different);
    }

    [Theory]
    [InlineData("\u200B", "name_invalid")]
    [InlineData("Kite\u202E", "name_invalid")]
    public async Task An_invisible_or_reordered_name_is_rejected(string name, string code)
    {
        await using var catalog = await CatalogFixture.Open(StoreKind.Sqlite);
        var (problem, _) = await catalog.Operate(HttpMethod.Post, "", new
        {
            productId = "KITE", name, description = "", category = "toys", prices = new { usd = 100, eur = 100, gbp = 100 }, openingStock = 0,
        }, HttpStatusCode.BadRequest);
        Assert.Equal(code, problem.GetProperty("errors")[0].GetProperty("code").GetString());
    }
}
