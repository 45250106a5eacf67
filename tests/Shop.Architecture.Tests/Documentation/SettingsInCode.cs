using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Shop.Architecture.Tests;

/// <summary>The settings that a C# file reads by a name in the code: <c>configuration["Ops:Key"]</c>, <c>GetSection("Mail")</c>.</summary>
internal static class SettingsInCode
{
    public static IEnumerable<string> Of(string source)
    {
        var root = CSharpSyntaxTree.ParseText(source).GetRoot();
        var constants = root.DescendantNodes().OfType<VariableDeclaratorSyntax>()
            .Where(constant => constant.Initializer?.Value is LiteralExpressionSyntax)
            .ToLookup(constant => constant.Identifier.Text, constant => ((LiteralExpressionSyntax)constant.Initializer!.Value).Token.ValueText);
        foreach (var node in root.DescendantNodes())
            if (Read(node) is { } read && Literal(read.Argument, constants) is { } name)
                yield return read.Prefix + name;
    }

    private static (string Prefix, ExpressionSyntax Argument)? Read(SyntaxNode node) => node switch
    {
        ElementAccessExpressionSyntax { ArgumentList.Arguments: [var only] } indexed when IsConfiguration(indexed.Expression) => ("", only.Expression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called, ArgumentList.Arguments: [var first, ..] } =>
            called.Name.Identifier.Text switch
            {
                "GetSection" => ("", first.Expression),
                "GetValue" when IsConfiguration(called.Expression) => ("", first.Expression),
                "GetConnectionString" => ("ConnectionStrings:", first.Expression),
                _ => null,
            },
        _ => null,
    };

    private static bool IsConfiguration(ExpressionSyntax expression) => expression.ToString().EndsWith("onfiguration", StringComparison.Ordinal);

    private static string? Literal(ExpressionSyntax argument, ILookup<string, string> constants) => argument switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
        IdentifierNameSyntax name => constants[name.Identifier.Text].FirstOrDefault(),
        _ => null,
    };
}
