using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Shop.Architecture.Tests;

/// <summary>A name that people read or write, and where it stands.</summary>
internal sealed record Name(string Text, int Line);

/// <summary>Finds the names that a file gives to things. What others named, a library's member that the code uses, is none.</summary>
internal static partial class Names
{
    /// <summary>Types, members, parameters, locals, and literals that are names themselves: metrics, routes, rules, jobs, problem codes, settings.</summary>
    /// <param name="source">C#.</param>
    /// <param name="literals">Whether literals count; those of tests are data.</param>
    public static IEnumerable<Name> OfCode(string source, bool literals)
    {
        var root = CSharpSyntaxTree.ParseText(source).GetRoot();
        foreach (var token in root.DescendantTokens())
            if (token.IsKind(SyntaxKind.IdentifierToken) && Declares(token))
                yield return NameOf(token, token.ValueText);
            else if (literals && token.IsKind(SyntaxKind.StringLiteralToken) && Literal().IsMatch(token.ValueText))
                yield return NameOf(token, token.ValueText);
            else if (literals && token.IsKind(SyntaxKind.InterpolatedStringTextToken) && Literal().IsMatch(token.ValueText))
                yield return NameOf(token, token.ValueText);
    }

    private static Name NameOf(SyntaxToken token, string text) => new(text, token.GetLocation().GetLineSpan().StartLinePosition.Line + 1);

    private static bool Declares(SyntaxToken token) => token.Parent switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier == token,
        DelegateDeclarationSyntax type => type.Identifier == token,
        MethodDeclarationSyntax method => method.Identifier == token && !method.Modifiers.Any(SyntaxKind.OverrideKeyword),
        LocalFunctionStatementSyntax method => method.Identifier == token,
        PropertyDeclarationSyntax property => property.Identifier == token && !property.Modifiers.Any(SyntaxKind.OverrideKeyword),
        EventDeclarationSyntax declared => declared.Identifier == token,
        EnumMemberDeclarationSyntax member => member.Identifier == token,
        VariableDeclaratorSyntax variable => variable.Identifier == token,
        ParameterSyntax parameter => parameter.Identifier == token,
        TypeParameterSyntax parameter => parameter.Identifier == token,
        SingleVariableDesignationSyntax variable => variable.Identifier == token,
        ForEachStatementSyntax loop => loop.Identifier == token,
        CatchDeclarationSyntax caught => caught.Identifier == token,
        TupleElementSyntax element => element.Identifier == token,
        FromClauseSyntax from => from.Identifier == token,
        LetClauseSyntax let => let.Identifier == token,
        JoinClauseSyntax join => join.Identifier == token,
        QueryContinuationSyntax into => into.Identifier == token,
        JoinIntoClauseSyntax into => into.Identifier == token,
        // A member of an anonymous type or a tuple, a namespace's part, an alias.
        IdentifierNameSyntax { Parent: NameEqualsSyntax } => true,
        IdentifierNameSyntax { Parent: NameColonSyntax { Parent: ArgumentSyntax { Parent: TupleExpressionSyntax } } } => true,
        IdentifierNameSyntax name => name.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.Span.Contains(name.Span) == true,
        _ => false,
    };

    /// <summary>Words of a migration outside comments: tables, columns, constraints, values of checks.</summary>
    public static IEnumerable<Name> OfSql(string source) => source.Split('\n').SelectMany((line, i) =>
        line.TrimStart().StartsWith("comment on", StringComparison.Ordinal)
            ? []
            : SqlWord().Matches(line.Split("--")[0]).Select(word => new Name(word.Value, i + 1)));

    /// <summary>Paths, parameters, schemas and members of an API description.</summary>
    public static IEnumerable<Name> OfApi(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. OfMembers(document.RootElement, "").Concat(OfParameters(document.RootElement))];
    }

    /// <summary>Keys of a file of settings.</summary>
    public static IEnumerable<Name> OfSettings(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return [.. OfMembers(document.RootElement, "")];
    }

    private static IEnumerable<Name> OfMembers(JsonElement element, string parent) => element.ValueKind switch
    {
        JsonValueKind.Object when parent is "example" or "examples" => [],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => OfMembers(member.Value, member.Name).Prepend(new Name(member.Name, 0))),
        JsonValueKind.Array when parent == "enum" => element.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String)
            .Select(value => new Name(value.GetString()!, 0)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => OfMembers(item, parent)),
        _ => [],
    };

    private static IEnumerable<Name> OfParameters(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => (element.TryGetProperty("in", out _) && element.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
            ? [new Name(name.GetString()!, 0)]
            : Enumerable.Empty<Name>()).Concat(element.EnumerateObject().SelectMany(member => OfParameters(member.Value))),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(OfParameters),
        _ => [],
    };

    /// <summary>A literal that is a name: no white space, nothing that only text or SQL has.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9_./:{}@?=&-]{3,}$")]
    private static partial Regex Literal();

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex SqlWord();
}
