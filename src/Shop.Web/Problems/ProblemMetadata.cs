using Microsoft.AspNetCore.Builder;

namespace Shop.Web;

/// <summary>Which problems an endpoint answers with beside those that HTTP itself has; shown in the API description.</summary>
internal sealed record ProblemMetadata(IReadOnlyList<ProblemCode> Codes);

/// <summary>How an endpoint says what it refuses.</summary>
public static class EndpointProblems
{
    /// <summary>Documents problems of this endpoint: <c>app.MapGet(…).Refuses(OrdersProblems.NotFound)</c>.</summary>
    public static TBuilder ProducesProblems<TBuilder>(this TBuilder endpoint, params ProblemCode[] codes)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ProblemMetadata(codes));
}
