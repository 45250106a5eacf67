using System.Reflection;
using System.Text.Json.Nodes;

namespace Shop.Web;

/// <summary>What the API's description says and no endpoint knows: the host gives it.</summary>
public sealed record ApiSupplement
{
    /// <summary>What each tag of the endpoints groups, in the order in which readers shall see them.</summary>
    public IReadOnlyList<(string Tag, string Description)> Tags { get; init; } = [];

    /// <summary>Values for examples: by a member's name (<c>quantity</c>), or by its schema's and its own (<c>OrderView.status</c>).</summary>
    public JsonObject Examples { get; init; } = [];

    /// <summary>What parameters mean that endpoints do not describe, by name: <c>orderId</c>, also where a path says <c>orders/{id}</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The JSON Schema keywords of a member that is described by attributes this project does not know; null for none.</summary>
    public Func<ICustomAttributeProvider, JsonObject?> Keywords { get; init; } = _ => null;
}
