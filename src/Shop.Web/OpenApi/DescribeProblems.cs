using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>Lists each operation's problems: its own, and those that follow from its parameters.</summary>
internal static class DescribeProblems
{
    private static readonly ProblemCode[] OfBodies =
    [
        WebProblems.InvalidRequest, WebProblems.MalformedJson, WebProblems.BodyMissing,
        WebProblems.BodyTooLarge, WebProblems.UnsupportedMediaType, WebProblems.UnsupportedEncoding,
    ];

    private static readonly ProblemCode[] OfAll =
        [WebProblems.UnknownParameter, WebProblems.TooManyRequests, WebProblems.InternalError, WebProblems.Unavailable];

    private static readonly ProblemCode[] OfTheGate = [OperatorProblems.KeyMissing, OperatorProblems.KeyWrong, OperatorProblems.Locked];

    private static readonly ProblemCode[] OfKeys =
        [IdempotencyProblems.KeyMissing, IdempotencyProblems.KeyMalformed, IdempotencyProblems.KeyInUse, IdempotencyProblems.KeyReused];

    public static Task Transform(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken _)
    {
        operation.Responses ??= [];
        var codes = CodesOf(context.Description.ActionDescriptor.EndpointMetadata, operation);
        if (context.Description.RelativePath?.StartsWith("ops/", StringComparison.Ordinal) is true)
            codes = OfTheGate.Concat(codes);
        codes = codes.Distinct();
        foreach (var sameStatus in codes.GroupBy(code => code.Status).OrderBy(same => same.Key))
            operation.Responses[sameStatus.Key.ToString(CultureInfo.InvariantCulture)] = Response([.. sameStatus], context.Document!);
        return Task.CompletedTask;
    }

    private static IEnumerable<ProblemCode> CodesOf(IList<object> metadata, OpenApiOperation operation)
    {
        var codes = metadata.OfType<ProblemMetadata>().SelectMany(declared => declared.Codes).ToList();
        if (operation.RequestBody is not null || metadata.OfType<IAcceptsMetadata>().Any())
            codes.AddRange(OfBodies);
        if (metadata.OfType<NeedsIdempotencyKey>().Any())
            codes.AddRange(OfKeys);
        if (metadata.OfType<TakesIfMatch>().FirstOrDefault() is { } takes)
            codes.AddRange(takes.Required
                ? [WebProblems.PreconditionFailed, WebProblems.InvalidParameter, WebProblems.PreconditionRequired]
                : [WebProblems.PreconditionFailed, WebProblems.InvalidParameter]);
        if (metadata.OfType<TakesPageRequest>().Any())
            codes.AddRange([WebProblems.InvalidCursor, WebProblems.InvalidLimit]);
        if (metadata.OfType<TakesLastEventId>().Any())
            codes.Add(WebProblems.InvalidLastEventId);
        if (operation.Parameters?.Any(CanBeUnreadable) ?? false)
            codes.Add(WebProblems.InvalidParameter);
        return codes.Concat(OfAll);
    }

    /// <summary>A query parameter can contain any text; NUL characters are rejected.</summary>
    private static bool CanBeUnreadable(IOpenApiParameter parameter) =>
        parameter.In == ParameterLocation.Query || parameter.Schema is not { Type: JsonSchemaType.String, Enum: null or [] }
        || (parameter.Required && parameter.In != ParameterLocation.Path);

    private static OpenApiResponse Response(IReadOnlyList<ProblemCode> codes, OpenApiDocument document) => new()
    {
        Description = string.Join("; ", codes.Select(code => $"`{code.Code}`: {code.Title}")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ProblemBody.ContentType] = new() { Schema = new OpenApiSchemaReference(DescribeShop.ProblemSchema, document) },
        },
    };
}
