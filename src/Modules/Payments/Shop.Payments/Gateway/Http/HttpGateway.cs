using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Events;

namespace Shop.Payments;

/// <summary>
/// A payment provider over HTTP; docs/reference/payment-gateway.md describes the protocol. Only a consistent response counts. Anything else
/// is an exception: the outcome is unknown and the call is retried.
/// </summary>
internal sealed class HttpGateway(IHttpClientFactory clients) : IPaymentGateway
{
    public const string ClientName = "payment-gateway";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task<AuthorisationOutcome> Authorise(string businessKey, Money amount, string currency, string token, CancellationToken ct)
    {
        var payment = await Request(HttpMethod.Put, businessKey, "", new { amount = amount.Minor, currency, token }, ct);
        if (payment.Outcome is Authorised authorised && (authorised.Amount, authorised.Currency) != (amount, currency))
            throw new UnexpectedGatewayResponseException(
                businessKey, $"it authorised {authorised.Amount} {authorised.Currency} instead of {amount} {currency}");
        return payment.Outcome;
    }

    public async Task<AuthorisationOutcome?> Find(string businessKey, CancellationToken ct) =>
        (await TryRequest(HttpMethod.Get, businessKey, "", null, ct))?.Outcome;

    public async Task<Authorised?> Capture(string businessKey, CancellationToken ct)
    {
        var payment = await Request(HttpMethod.Post, businessKey, "/capture", null, ct);
        return payment.Status switch
        {
            "captured" => payment.Authorised,
            "voided" or "refunded" or "declined" or "closed" => null,
            _ => throw new UnexpectedGatewayResponseException(businessKey, $"after a capture it is \"{payment.Status}\""),
        };
    }

    public async Task<VoidOrRefundResult?> VoidOrRefund(string businessKey, CancellationToken ct)
    {
        var payment = await Request(HttpMethod.Post, businessKey, "/cancel", null, ct);
        return payment.Status switch
        {
            "voided" => new VoidOrRefundResult(payment.Authorised, null),
            "refunded" => new VoidOrRefundResult(payment.Authorised, payment.RefundedAmount),
            "declined" or "closed" => null,
            _ => throw new UnexpectedGatewayResponseException(businessKey, $"after a cancellation it is \"{payment.Status}\""),
        };
    }

    public async Task<bool> Refund(string businessKey, string refundKey, Money amount, CancellationToken ct)
    {
        using var response =
            await Send(HttpMethod.Put, businessKey, $"/refunds/{Uri.EscapeDataString(refundKey)}", new { amount = amount.Minor }, ct);
        var refund = await Read<RefundResponse>(response, businessKey, ct);
        return refund switch
        {
            { Status: "refunded" } when refund.RefundKey == refundKey && refund.Amount == amount.Minor => true,
            { Status: "refused" } when refund.RefundKey == refundKey => false,
            _ => throw new UnexpectedGatewayResponseException(
                businessKey, $"the response to the refund {refundKey} of {amount} was {refund}"),
        };
    }

    private async Task<PaymentResponse> Request(HttpMethod method, string businessKey, string action, object? body, CancellationToken ct) =>
        await TryRequest(method, businessKey, action, body, ct) ?? throw Rejected(businessKey, HttpStatusCode.NotFound);

    /// <summary>Null when the provider has no such payment.</summary>
    private async Task<PaymentResponse?> TryRequest(
        HttpMethod method, string businessKey, string action, object? body, CancellationToken ct)
    {
        using var response = await Send(method, businessKey, action, body, ct);
        return response.StatusCode == HttpStatusCode.NotFound
            ? null : (await Read<PaymentResponse>(response, businessKey, ct)).Validated(businessKey);
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string businessKey, string action, object? body, CancellationToken ct)
    {
        using var http = clients.CreateClient(ClientName);
        using var request = new HttpRequestMessage(method, $"v1/payments/{Uri.EscapeDataString(businessKey)}{action}");
        request.Headers.Add("Idempotency-Key", businessKey + action);
        request.Content = body is null ? null : JsonContent.Create(body, options: Json);
        return await http.SendAsync(request, ct);
    }

    private static async Task<T> Read<T>(HttpResponseMessage response, string businessKey, CancellationToken ct)
    {
        if (response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            || (int)response.StatusCode is < 200 or >= 500)
            throw new HttpRequestException(
                $"The payment provider returned {(int)response.StatusCode} for {businessKey}. The call is retried.", null,
                response.StatusCode);
        if (!response.IsSuccessStatusCode && (int)response.StatusCode >= 400)
            throw Rejected(businessKey, response.StatusCode);
        try
        {
            if (response.StatusCode == HttpStatusCode.OK && await response.Content.ReadFromJsonAsync<T>(Json, ct) is { } read)
                return read;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new UnexpectedGatewayResponseException(businessKey, "its response is not the JSON of the protocol", e);
        }
        throw new UnexpectedGatewayResponseException(businessKey, $"it returned {(int)response.StatusCode} without a usable body");
    }

    private static NonRetryableException Rejected(string businessKey, HttpStatusCode status) => new(
        $"The payment provider rejected the request for {businessKey} ({(int)status}). Retrying does not help: check "
            + $"Payments:Gateway:Url and Key, and the provider's log.");
}

/// <summary>The provider's response does not say what happened. The call is retried; the outcome is never guessed.</summary>
internal sealed class UnexpectedGatewayResponseException(string businessKey, string what, Exception? inner = null)
    : Exception(
        $"Unexpected response of the payment provider for {businessKey}: {what}. The call is retried; if this persists, contact the "
        + $"provider.", inner);
