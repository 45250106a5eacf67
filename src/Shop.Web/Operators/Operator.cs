using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Shop.Web;

/// <summary>
/// Who operates the shop, by the header X-Operator. A parameter of an endpoint that changes something: what is done is noted under this
/// name. Until there are accounts it is what the caller says; that he may at all, <see cref="OperatorGate"/> has seen to.
/// </summary>
/// <param name="Name">1 to 64 visible ASCII characters.</param>
public sealed record Operator(string Name) : IBindableFromHttpContext<Operator>, IEndpointParameterMetadataProvider
{
    /// <summary>
    /// The request header. A browser sends it to another site only when that site allows it (CORS), so no page can operate the shop by a form.
    /// </summary>
    public const string Header = "X-Operator";

    internal const int MaxLength = 64;

    /// <summary>Reads the header.</summary>
    /// <exception cref="ProblemException"><c>operator_missing</c>.</exception>
    public static ValueTask<Operator?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        var name = context.Request.Headers[Header].ToString();
        if (name.Length is >= 1 and <= MaxLength && VisibleAscii.Only(name))
            return new(new Operator(name));
        throw new ProblemException(Problem.Of(OperatorProblems.NameMissing,
            BrokenRule.InParameter(Header, OperatorProblems.NameMissing.Code, OperatorProblems.NameMissing.Explanation)));
    }

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProblemMetadata([OperatorProblems.NameMissing]));
        builder.Metadata.Add(new NeedsOperator());
    }
}

/// <summary>Marks an endpoint that binds an <see cref="Operator"/>, for the API description.</summary>
internal sealed record NeedsOperator;
