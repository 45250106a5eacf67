namespace Shop.Web;

/// <summary>
/// A text of a body or a query that is one of a list which the code has too: the schema's <c>enum</c>. A module derives its own, such as
/// <c>[Currency]</c>, from the list that its rules check, so that description and rule cannot differ.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public abstract class KnownValuesAttribute : Attribute
{
    /// <summary>The values on the wire.</summary>
    public abstract IReadOnlyList<string> Values { get; }
}
