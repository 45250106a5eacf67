using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Shop.Web;

/// <summary>
/// The Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header-07), bare or in double quotes. As an endpoint parameter it is
/// required: a request without a valid key gets 400 before the body is read.
/// </summary>
public sealed record IdempotencyKey : IBindableFromHttpContext<IdempotencyKey>, IEndpointParameterMetadataProvider
{
    /// <summary>The request header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The response header of a replayed response; its value is <c>true</c>.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>The maximum length, in characters.</summary>
    public const int MaxLength = 255;

    private IdempotencyKey(string value) => Value = value;

    /// <summary>The operation and what it is applied to: method, route and route values.</summary>
    private string Operation { get; init; } = "";

    /// <summary>The key without quotes: 1 to 255 visible ASCII characters.</summary>
    public string Value { get; }

    /// <summary>Reads the header.</summary>
    /// <exception cref="ProblemException"><c>idempotency_key_missing</c> or <c>idempotency_key_malformed</c>.</exception>
    public static ValueTask<IdempotencyKey?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        var sent = context.Request.Headers[Header];
        if (sent.Count == 0)
            throw ProblemOf(IdempotencyProblems.KeyMissing);
        return sent.Count == 1 && Parse(sent.ToString()) is { } key
            ? new(key with { Operation = $"{context.Request.Method}\n{RequestRoute.Of(context)}" }) : throw ProblemOf(IdempotencyProblems.KeyMalformed);
    }

    /// <summary>What to store the key as: another caller's same key is another key.</summary>
    /// <param name="caller">Who sent the request: a customer or an operator.</param>
    public string Of(string caller) => $"{caller} {Value}";     // a key has no space, so the last one separates the two

    /// <summary>
    /// Tells a retry from a different request with the same key: SHA-256, as 64 lower-case hex digits, of the operation, what it is applied to,
    /// and the bound body.
    /// </summary>
    public string FingerprintOf<T>(T request) => RequestFingerprint.Of(new { Operation, request });

    /// <summary>Parses a header value; null when it is not a key.</summary>
    public static IdempotencyKey? Parse(string header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var isQuoted = header is ['"', .., '"'];
        var value = isQuoted ? header[1..^1] : header;
        // In a quoted string (RFC 8941) these two would be escaped; they are rejected.
        var isPlain = VisibleAscii.Only(value) && value.AsSpan().IndexOfAny('"', '\\') < 0;
        return isPlain && value.Length is >= 1 and <= MaxLength ? new(value) : null;
    }

    /// <summary>The key itself.</summary>
    public override string ToString() => Value;

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new NeedsIdempotencyKey());

    private static ProblemException ProblemOf(ProblemCode code) =>
        new(Problem.Of(code, BrokenRule.InParameter(Header, code.Code, code.Explanation)));
}

/// <summary>Marks an endpoint that binds an <see cref="IdempotencyKey"/>, for the API description.</summary>
internal sealed record NeedsIdempotencyKey;
