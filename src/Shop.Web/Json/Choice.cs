using System.Diagnostics.CodeAnalysis;

namespace Shop.Web;

/// <summary>One of an enum's values as a parameter of the query, by the name that it has in bodies: snake_case. ASP.NET itself reads the C# name.</summary>
/// <param name="Value">What was chosen.</param>
public readonly record struct Choice<T>(T Value) where T : struct, Enum
{
    /// <summary>Reads a name; false when the enum has none such.</summary>
    [SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "ASP.NET looks for it on the type of the parameter.")]
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
