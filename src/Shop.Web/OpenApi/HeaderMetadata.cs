using Microsoft.AspNetCore.Builder;

namespace Shop.Web;

/// <summary>A header that an endpoint sets by itself, for the API description.</summary>
internal sealed record HeaderMetadata(int Status, string Header);

/// <summary>Declares headers of an endpoint.</summary>
public static class EndpointHeaders
{
    /// <summary>
    /// Documents a header that the endpoint sets by itself: <c>app.MapPost(…).ProducesHeader(202, "Retry-After")</c>. What results, problems and
    /// parameters of this project imply needs no call.
    /// </summary>
    public static TBuilder ProducesHeader<TBuilder>(this TBuilder endpoint, int status, string header) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new HeaderMetadata(status, header));
}
