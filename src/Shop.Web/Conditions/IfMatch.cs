using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Shop.Web;

/// <summary>
/// The If-Match header (RFC 9110, 13.1.1): change the resource only if it is unchanged. <see cref="ETag"/> compares the tags. As an endpoint
/// parameter <c>IfMatch</c> it is required, 428 when missing; as <c>IfMatch?</c> it is null when missing.
/// </summary>
public sealed class IfMatch : IBindableFromHttpContext<IfMatch>, IEndpointParameterMetadataProvider
{
    /// <summary>The request header.</summary>
    public const string Header = "If-Match";

    private readonly IReadOnlyList<EntityTagHeaderValue> _tags;

    private IfMatch(IReadOnlyList<EntityTagHeaderValue> tags) => _tags = tags;

    /// <summary>Reads the header.</summary>
    /// <exception cref="ProblemException"><c>precondition_required</c>, or <c>invalid_parameter</c> when it holds no tags.</exception>
    public static ValueTask<IfMatch?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        var sent = context.Request.Headers.IfMatch;
        if (sent.Count == 0)
            return IsRequired(context)
                ? throw ProblemOf(WebProblems.PreconditionRequired, WebProblems.PreconditionRequired.Explanation) : default;
        return EntityTagHeaderValue.TryParseStrictList(sent, out var tags) && tags.Count > 0
            ? new(new IfMatch([.. tags]))
            : throw ProblemOf(WebProblems.InvalidParameter, "If-Match must be an ETag as returned, with its quotes.");
    }

    /// <summary>Null when the ETag is current; otherwise the 412 with the current ETag.</summary>
    public Problem? Check<T>(T current)
    {
        var tag = ETag.Of(current);
        return _tags.Any(seen => ETag.Names(seen, tag)) ? null : Stale(tag);
    }

    /// <summary>The 412 when a concurrent change won.</summary>
    public static Problem ChangedMeanwhile<T>(T current) => Stale(ETag.Of(current));

    private static Problem Stale(string tag) => Problem
        .Of(WebProblems.PreconditionFailed, BrokenRule.InParameter(Header, WebProblems.PreconditionFailed.Code,
            $"It has changed since you read it; its ETag is now {tag}. Read it again and retry."))
        .With("ETag", tag);

    private static bool IsRequired(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<TakesIfMatch>() is not { Required: false };

    private static ProblemException ProblemOf(ProblemCode code, string detail) =>
        new(Problem.Of(code, BrokenRule.InParameter(Header, code.Code, detail)));

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new TakesIfMatch(new NullabilityInfoContext().Create(parameter).WriteState != NullabilityState.Nullable));
}

/// <summary>Marks an endpoint that binds an <see cref="IfMatch"/>.</summary>
internal sealed record TakesIfMatch(bool Required);
