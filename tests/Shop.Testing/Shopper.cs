using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Shop.Testing;

/// <summary>A client of the API.</summary>
public static class Shopper
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>A request for an order, as JSON can say it.</summary>
    public static object Order(string productId = "PRD-0001", int quantity = 1, string token = "tok_ok", string currency = "USD", string customerId = "CUST-1") => new
    {
        customerId,
        email = "ada@example.com",
        currency,
        items = new[] { new { productId, quantity } },
        shippingAddress = new { country = "US", state = "CA", city = "San Francisco", zipCode = "94102" },
        paymentToken = token,
    };

    /// <summary>Posts an order.</summary>
    public static async Task<HttpResponseMessage> Post(this HttpClient shop, object order, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/orders") { Content = JsonContent.Create(order) };
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        return await shop.SendAsync(request);
    }

    /// <summary>Places an order that must be accepted.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> Place(this HttpClient shop, object order)
    {
        using var answer = await shop.Post(order);
        if (answer.StatusCode != HttpStatusCode.Accepted)
            throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Json()).GetProperty("orderId").GetString()!;
    }

    /// <summary>The body as JSON.</summary>
    public static async Task<JsonElement> Json(this HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();

    /// <summary>The response to a GET that must succeed, as JSON.</summary>
    public static Task<JsonElement> Read(this HttpClient shop, string path) => shop.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Follows an order's stream to its end.</summary>
    /// <returns>The order at that time.</returns>
    public static async Task<JsonElement> Ended(this HttpClient shop, string orderId)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var stream = await shop.GetStreamAsync($"/v1/orders/{orderId}/stream", patience.Token);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(patience.Token) is not null)
            continue;
        return await shop.Read($"/v1/orders/{orderId}");
    }

    /// <summary>Polls until the response is the expected one.</summary>
    public static async Task<JsonElement> Until(this HttpClient shop, string path, Func<JsonElement, bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var answer = await shop.Read(path);
            if (holds(answer))
                return answer;
            await pace.WaitForNextTickAsync(patience.Token);
        }
    }
}
