using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Shop.Web;

/// <summary>
/// The operator, from the header X-Operator. A parameter of endpoints that change something: the audit log records this name. Until there
/// are accounts it is the caller's claim; <see cref="OperatorGate"/> checks that the caller is an operator.
/// </summary>
/// <param name="Name">1 to 64 visible ASCII characters.</param>
public sealed record Operator(string Name) : IBindableFromHttpContext<Operator>, IEndpointParameterMetadataProvider
{
    /// <summary>
    /// The request header. A browser sends it across sites only if CORS allows it, so no page can operate the shop with a form (CSRF).
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
