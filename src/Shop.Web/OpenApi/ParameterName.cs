using System.Text.RegularExpressions;

namespace Shop.Web;

/// <summary>The name of a parameter by what it identifies: <c>{id}</c> in <c>/v1/orders/{id}/cancel</c> is an <c>orderId</c>.</summary>
internal static partial class ParameterName
{
    public static string In(string path, string parameter) =>
        parameter == "id" && Owner().Match(path) is { Success: true } owner ? owner.Groups[1].Value + "Id" : parameter;

    [GeneratedRegex(@"([a-z]+?)s?/\{id\}")]
    private static partial Regex Owner();
}
