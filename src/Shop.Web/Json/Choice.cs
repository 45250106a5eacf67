using System.Diagnostics.CodeAnalysis;

namespace Shop.Web;

/// <summary>An enum value as a query parameter, in snake_case as in bodies. ASP.NET by itself expects the C# name.</summary>
/// <param name="Value">The chosen value.</param>
public readonly record struct Choice<T>(T Value) where T : struct, Enum
{
    /// <summary>Parses a name; false when the enum does not have it.</summary>
    [SuppressMessage(
        "Design", "CA1000:Do not declare static members on generic types", Justification = "ASP.NET expects it on the parameter's type.")]
    public static bool TryParse(string? text, out Choice<T> choice)
    {
        foreach (var (name, value) in SnakeCaseEnums.NamesOf(typeof(T)).Zip(Enum.GetNames<T>()))
        {
            if (name != text)
                continue;
            choice = new Choice<T>(Enum.Parse<T>(value));
            return true;
        }
        choice = default;
        return false;
    }
}
