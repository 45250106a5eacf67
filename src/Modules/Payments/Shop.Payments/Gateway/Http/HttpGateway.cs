using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Events;

namespace Shop.Payments;

/// <summary>
/// A payment provider over HTTP; what is said is in docs/payment-gateway.md. Only an answer that makes sense in all its parts counts:
/// anything else is an exception, and so an unknown outcome that is asked for again.
/// </summary>
internal sealed class HttpGateway(IHttpClientFactory clients) : IPaymentGateway
{
    public const string ClientName = "payment-gateway";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task<AuthorisationOutcome> Authorise(string businessKey, Money amount, string currency, string token, CancellationToken ct)
    {
        var payment = await Ask(HttpMethod.Put, businessKey, "", new { amount = amount.Minor, currency, token }, ct);
        if (payment.Outcome is Authorised authorised && (authorised.Amount, authorised.Currency) != (amount, currency))
            throw new UnexpectedGatewayResponseException(businessKey, $"it authorised {authorised.Amount} {authorised.Currency} instead of {amount} {currency}");
        return payment.Outcome;
    }

    public async Task<AuthorisationOutcome?> Find(string businessKey, CancellationToken ct) =>
        (await TryAsk(HttpMethod.Get, businessKey, "", null, ct))?.Outcome;

    public async Task<Authorised?> Capture(string businessKey, CancellationToken ct)
    {
        var payment = await Ask(HttpMethod.Post, businessKey, "/capture", null, ct);
        return payment.Status switch
        {
            "captured" => payment.Authorised,
            "voided" or "refunded" or "declined" or "closed" => null,
            _ => throw new UnexpectedGatewayResponseException(businessKey, $"after a capture it is \"{payment.Status}\""),
        };
    }

    public async Task<GivenBack?> GiveBack(string businessKey, CancellationToken ct)
    {
        var payment = await Ask(HttpMethod.Post, businessKey, "/cancel", null, ct);
        return payment.Status switch
        {
            "voided" => new GivenBack(payment.Authorised, null),
            "refunded" => new GivenBack(payment.Authorised, payment.GivenBack),
            "declined" or "closed" => null,
            _ => throw new UnexpectedGatewayResponseException(businessKey, $"after a cancellation it is \"{payment.Status}\""),
        };
    }

    public async Task<bool> Refund(string businessKey, string refundKey, Money amount, CancellationToken ct)
    {
        using var answer = await Send(HttpMethod.Put, businessKey, $"/refunds/{Uri.EscapeDataString(refundKey)}", new { amount = amount.Minor }, ct);
        var refund = await Read<RefundAnswer>(answer, businessKey, ct);
        return refund switch
        {
            { Status: "refunded" } when refund.RefundKey == refundKey && refund.Amount == amount.Minor => true,
            { Status: "refused" } when refund.RefundKey == refundKey => false,
            _ => throw new UnexpectedGatewayResponseException(businessKey, $"the refund {refundKey} of {amount} was answered with {refund}"),
        };
    }

    private async Task<PaymentAnswer> Ask(HttpMethod method, string businessKey, string deed, object? body, CancellationToken ct) =>
        await TryAsk(method, businessKey, deed, body, ct) ?? throw Refused(businessKey, HttpStatusCode.NotFound);

    /// <summary>Null when the provider knows no such payment.</summary>
    private async Task<PaymentAnswer?> TryAsk(HttpMethod method, string businessKey, string deed, object? body, CancellationToken ct)
    {
        using var answer = await Send(method, businessKey, deed, body, ct);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : (await Read<PaymentAnswer>(answer, businessKey, ct)).Checked(businessKey);
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string businessKey, string deed, object? body, CancellationToken ct)
    {
        using var http = clients.CreateClient(ClientName);
        using var request = new HttpRequestMessage(method, $"v1/payments/{Uri.EscapeDataString(businessKey)}{deed}");
        request.Headers.Add("Idempotency-Key", businessKey + deed);
        request.Content = body is null ? null : JsonContent.Create(body, options: Json);
        return await http.SendAsync(request, ct);
    }

    private static async Task<T> Read<T>(HttpResponseMessage answer, string businessKey, CancellationToken ct)
    {
        if (answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)answer.StatusCode is < 200 or >= 500)
            throw new HttpRequestException($"The payment provider answers {(int)answer.StatusCode} for {businessKey}. It is asked again.", null, answer.StatusCode);
        if (!answer.IsSuccessStatusCode && (int)answer.StatusCode >= 400)
            throw Refused(businessKey, answer.StatusCode);
        try
        {
            if (answer.StatusCode == HttpStatusCode.OK && await answer.Content.ReadFromJsonAsync<T>(Json, ct) is { } read)
                return read;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new UnexpectedGatewayResponseException(businessKey, "its answer is not the JSON that was agreed", e);
        }
        throw new UnexpectedGatewayResponseException(businessKey, $"it answers {(int)answer.StatusCode} without saying anything");
    }

    private static NonRetryableException Refused(string businessKey, HttpStatusCode status) => new(
        $"The payment provider refuses what is asked for {businessKey} ({(int)status}). Asking again would not help: check Payments:Gateway:Url and Key, and what the provider has logged.");
}

/// <summary>The provider answered, but not in a way that tells what happened. It is asked again; what it meant is never guessed.</summary>
internal sealed class UnexpectedGatewayResponseException(string businessKey, string what, Exception? inner = null)
    : Exception($"The payment provider does not make sense of {businessKey}: {what}. It is asked again; if this stays, talk to the provider.", inner);
