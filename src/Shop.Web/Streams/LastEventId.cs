using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Shop.Web;

/// <summary>The last event a client received before its stream broke off. A parameter of a streaming endpoint.</summary>
/// <param name="Value">The number of the client's last event; 0 for none.</param>
public sealed record LastEventId(long Value) : IBindableFromHttpContext<LastEventId>, IEndpointParameterMetadataProvider
{
    /// <summary>The header that a browser's EventSource sends when it reconnects.</summary>
    public const string Header = "Last-Event-ID";

    /// <summary>Reads the header.</summary>
    /// <exception cref="ProblemException"><c>invalid_last_event_id</c>: it is not a whole number of 0 or more.</exception>
    public static ValueTask<LastEventId?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        var sent = context.Request.Headers[Header].ToString();
        if (sent.Length == 0)
            return new(new LastEventId(0));
        if (long.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return new(new LastEventId(number));
        throw new ProblemException(Problem.Of(WebProblems.InvalidLastEventId,
            BrokenRule.InParameter(Header, WebProblems.InvalidLastEventId.Code, WebProblems.InvalidLastEventId.Explanation)));
    }

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new TakesLastEventId());
}

/// <summary>Marks an endpoint that binds a <see cref="LastEventId"/>, for the API description.</summary>
internal sealed record TakesLastEventId;
