using System.Text.Json;
using System.Text.RegularExpressions;

namespace Shop.Events;

/// <summary>A schema or a subschema; null members are not checked.</summary>
internal sealed class SchemaNode
{
    public IReadOnlyList<string>? Types { get; set; }

    public Dictionary<string, SchemaNode> Properties { get; } = [];

    public IReadOnlyList<string> Required { get; set; } = [];

    /// <summary>Fields that are not among <see cref="Properties"/> are errors.</summary>
    public bool Closed { get; set; }

    public SchemaNode? Items { get; set; }

    public IReadOnlyList<JsonElement>? OneOf { get; set; }

    public Regex? Pattern { get; set; }

    public string? Format { get; set; }

    public double? Minimum { get; set; }

    public double? Maximum { get; set; }

    public int? MinLength { get; set; }

    public int? MaxLength { get; set; }

    public int? MinItems { get; set; }
}
