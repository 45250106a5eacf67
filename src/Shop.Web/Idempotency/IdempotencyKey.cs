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
        return sent.Count == 1 && Parse(sent.ToString()) is { } key ? new(key) : throw ProblemOf(IdempotencyProblems.KeyMalformed);
    }

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
