using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace Shop.Web.Tests;

public sealed class OneErrorShapeTests
{
    private static readonly ProblemCode NotFound =
        new("order_not_found", 404, "There is no such order", "Check the order's id; an order of another customer is not shown either.");

    public sealed record Text(string Value);

    private static Task<WebFixture> Shop(string environment = "Production") => WebFixture.Start(app =>
    {
        app.MapPost("/texts", (Text text) => text.Value.Length);
        app.MapGet("/numbers/{number}", (int number, int times) => number * times);
        app.MapGet("/optional", (int? times) => times ?? 0);
        app.MapGet("/returned", Results<Ok, Problem> () => Problem.Of(NotFound, "There is no order ORD-1."));
        app.MapGet("/thrown", Ok () => throw new ProblemException(Problem.Of(NotFound, "There is no order ORD-1.")));
        app.MapGet("/broken", Ok () => throw new InvalidDataException("secret password"));
        app.MapGet("/aspnet", () => Results.Problem("Not now.", statusCode: 409));
        app.MapGet("/bare/{status}", (int status) => Results.StatusCode(status));
    }, environment: environment);

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task A_problem_is_the_same_whether_returned_or_thrown(string environment)
    {
        await using var shop = await Shop(environment);
        foreach (var path in new[] { "/returned", "/thrown" })
        {
            var problem = await shop.Get(path).Problem(404, "order_not_found");
            Assert.Equal("There is no order ORD-1.", problem.Detail());
            Assert.Equal("There is no such order", problem.GetProperty("title").GetString());
            Assert.Empty(problem.Errors());
        }
        Assert.DoesNotContain(shop.Log.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task An_unhandled_exception_is_a_500_without_details_and_is_logged(string environment)
    {
        await using var shop = await Shop(environment);
        var problem = await shop.Get("/broken", ("X-Correlation-Id", "trip-7")).Problem(500, "internal_error");
        Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
        var logged = Assert.Single(shop.Log.Lines, line => line.Level == LogLevel.Error);
        Assert.Contains("correlationId:trip-7", logged.Scopes);
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404, "not_found")]
    [InlineData("DELETE", "/texts", 405, "method_not_allowed")]
    [InlineData("GET", "/bare/401", 401, "unauthenticated")]
    [InlineData("GET", "/bare/403", 403, "forbidden")]
    [InlineData("GET", "/bare/418", 418, "bad_request")]
    [InlineData("GET", "/bare/429", 429, "too_many_requests")]
    [InlineData("GET", "/bare/503", 503, "unavailable")]
    [InlineData("GET", "/aspnet", 409, "bad_request")]
    public async Task A_bare_status_gets_a_problem_body_whatever_Accept_is(string method, string path, int status, string code)
    {
        await using var shop = await Shop();
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { "Accept", "text/html" } } };
        await shop.Http.SendAsync(request).Problem(status, code);
    }

    [Theory]
    [InlineData("/numbers/x?times=2", "number")]
    [InlineData("/numbers/2", "times")]
    [InlineData("/numbers/2?times=99999999999", "times")]
    [InlineData("/optional?times=x", "times")]
    public async Task An_unreadable_parameter_is_named(string path, string parameter)
    {
        await using var shop = await Shop();
        var problem = await shop.Get(path).Problem(400, "invalid_parameter");
        Assert.Equal((parameter, "invalid_parameter"), Assert.Single(problem.Errors()));
    }

    [Fact]
    public async Task A_body_of_64_KB_is_accepted_and_one_byte_more_is_a_413()
    {
        await using var shop = await Shop();
        var frame = """{"value":""}""".Length;
        using var largest = await shop.Post("/texts", $$"""{"value":"{{new string('x', 65_536 - frame)}}"}""");
        Assert.Equal(200, (int)largest.StatusCode);

        var tooLarge = $$"""{"value":"{{new string('x', 65_536 - frame + 1)}}"}""";
        await shop.Post("/texts", tooLarge).Problem(413, "body_too_large");
        var chunked =
            new HttpRequestMessage(HttpMethod.Post, "/texts") { Content = new StringContent(tooLarge, Encoding.UTF8, "application/json") };
        chunked.Headers.TransferEncodingChunked = true;
        await shop.Http.SendAsync(chunked).Problem(413, "body_too_large");
    }

    [Fact]
    public async Task A_body_with_a_broken_chunk_is_a_400()
    {
        await using var shop = await Shop();
        using var client = new TcpClient();
        await client.ConnectAsync(shop.Address.Host, shop.Address.Port, TestContext.Current.CancellationToken);
        var request =
            "POST /texts HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: "
            + "close\r\n\r\nzz\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var response = new StreamReader(client.GetStream());
        var text = await response.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("HTTP/1.1 400", text, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"bad_request\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_Content_Length_is_rejected_before_the_body_is_sent()
    {
        await using var shop = await Shop();
        using var client = new TcpClient();
        await client.ConnectAsync(shop.Address.Host, shop.Address.Port, TestContext.Current.CancellationToken);
        var head =
            "POST /texts HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\nConnection: "
            + "close\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        using var response = new StreamReader(client.GetStream());
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await response.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_oversized_body_is_413_and_closes_the_connection()
    {
        await using var shop = await Shop();
        using var response = await shop.Post("/nowhere", new string(' ', 70_000));
        Assert.Equal(413, (int)response.StatusCode);
        Assert.True(response.Headers.ConnectionClose);
    }

    [Fact]
    public async Task No_response_names_the_server_and_every_response_forbids_sniffing()
    {
        await using var shop = await Shop();
        foreach (var path in new[] { "/optional", "/nowhere", "/broken" })
        {
            using var response = await shop.Get(path);
            Assert.Empty(response.Headers.Server);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }
}
