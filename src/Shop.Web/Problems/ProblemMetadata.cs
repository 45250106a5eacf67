using Microsoft.AspNetCore.Builder;

namespace Shop.Web;

/// <summary>The problems of an endpoint, in addition to the general HTTP ones; shown in the API description.</summary>
internal sealed record ProblemMetadata(IReadOnlyList<ProblemCode> Codes);

/// <summary>Declares the problems of an endpoint.</summary>
public static class EndpointProblems
{
    /// <summary>Documents problems of this endpoint: <c>app.MapGet(…).ProducesProblems(OrdersProblems.NotFound)</c>.</summary>
    public static TBuilder ProducesProblems<TBuilder>(this TBuilder endpoint, params ProblemCode[] codes)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ProblemMetadata(codes));
}
