using System.Net.ServerSentEvents;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using Shop.EndToEnd.Tests;
using Shop.Testing;

namespace Shop.Contract.Tests;

/// <summary>The C# client that NSwag generates from the committed description compiles, orders, and follows a stream.</summary>
public sealed class CSharpClientTests
{
    private const string Shopper = """
        using System;
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        namespace Generated
        {
            /// <summary>NSwag reads every text as JSON: a stream is text as it is.</summary>
            public sealed class StreamingClient : ShopClient
            {
                public StreamingClient(HttpClient http) : base(http) { }

                protected override async Task<ObjectResponseResult<T>> ReadObjectResponseAsync<T>(
                    HttpResponseMessage response, IReadOnlyDictionary<string, IEnumerable<string>> headers, CancellationToken cancellationToken)
                {
                    if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
                        return await base.ReadObjectResponseAsync<T>(response, headers, cancellationToken);
                    var text = await response.Content.ReadAsStringAsync(cancellationToken);
                    return new ObjectResponseResult<T>((T)(object)text, text);
                }
            }

            public static class Shopper
            {
                /// <summary>Searches, orders, and returns the order's stream with what the order became.</summary>
                public static async Task<string[]> Order(HttpClient http)
                {
                    var shop = new StreamingClient(http);
                    var found = await shop.ListProductsAsync("coffee", null, Currency.USD, null, 1, null, null);
                    var product = System.Linq.Enumerable.Single(found.Items);
                    var placed = await shop.PlaceOrderAsync(Guid.NewGuid().ToString(), new PlaceOrderRequest
                    {
                        CustomerId = "ada", Email = "ada@example.com", Currency = PlaceOrderRequestCurrency.USD, PaymentToken = "tok_ok",
                        Items = new[] { new ItemRequest { ProductId = product.ProductId, Quantity = 1 } },
                        ShippingAddress = new ShippingAddress { Country = ShippingAddressCountry.US, State = "CA", City = "San Francisco", ZipCode = "94102" },
                    });
                    var stream = await shop.FollowOrderAsync(placed.OrderId, null, null);
                    var order = await shop.GetOrderAsync(placed.OrderId, null);
                    return new[] { stream, order.Status.ToString(), string.Join(",", order.AllowedActions), order.CancelledAt.ToString() };
                }
            }
        }
        """;

    [Fact]
    public async Task A_generated_client_compiles_orders_and_follows_the_order()
    {
        var ct = TestContext.Current.CancellationToken;
        var order = Compile(await Generate(ct)).GetType("Generated.Shopper")!.GetMethod("Order")!.CreateDelegate<Func<HttpClient, Task<string[]>>>();
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, Repository.Modules);
        await using var shop = await HostedShop.Start(database, QuickShopFixture.Settings);

        var result = await order(shop.Http);

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(result[0]));
        var statuses = await SseParser.Create(stream).EnumerateAsync(ct).Where(item => item.EventType == "status").Select(item => item.Data).ToListAsync(ct);
        Assert.Contains("\"pending\"", statuses[0], StringComparison.Ordinal);
        Assert.Contains("\"confirmed\"", statuses[^1], StringComparison.Ordinal);
        Assert.Equal(["Confirmed", "Cancel", ""], result[1..]);
    }

    private static async Task<string> Generate(CancellationToken ct)
    {
        var document = await OpenApiDocument.FromJsonAsync(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "openapi.json"), ct), ct);
        return new CSharpClientGenerator(document, new CSharpClientGeneratorSettings
        {
            ClassName = "ShopClient",
            UseBaseUrl = false,
            CSharpGeneratorSettings =
            {
                // With System.Text.Json, NSwag gives lists of enums no converter.
                Namespace = "Generated", JsonLibrary = CSharpJsonLibrary.NewtonsoftJson, GenerateNullableReferenceTypes = true,
            },
        }).GenerateFile();
    }

    private static Assembly Compile(string client)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Generated", [CSharpSyntaxTree.ParseText(client), CSharpSyntaxTree.ParseText(Shopper)], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(problem => problem.Severity == DiagnosticSeverity.Error).Take(20)));
        return Assembly.Load(image.ToArray());
    }
}
