using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Web;

/// <summary>All problem codes of this app, as shown by <c>/problems</c>.</summary>
public sealed class ProblemCodes
{
    private readonly FrozenDictionary<string, ProblemCode> byName;

    /// <summary>Collects the codes of all modules.</summary>
    /// <exception cref="InvalidOperationException">Two modules declare one code with different meanings.</exception>
    public ProblemCodes(IEnumerable<ProblemCode> codes)
    {
        var known = codes.Distinct().GroupBy(code => code.Code).ToList();
        if (known.Find(same => same.Count() > 1) is { } clash)
            throw new InvalidOperationException(
                $"The problem code '{clash.Key}' is declared {clash.Count()} times with different meanings. " +
                "Clients branch on the code: rename all but one.");
        byName = known.ToFrozenDictionary(same => same.Key, same => same.Single());
    }

    /// <summary>All codes, by name.</summary>
    public IEnumerable<ProblemCode> All => byName.Values.OrderBy(code => code.Code, StringComparer.Ordinal);

    /// <summary>The code of this name, or null.</summary>
    public ProblemCode? Find(string code) => byName.GetValueOrDefault(code);
}

/// <summary>Registers a module's problem codes.</summary>
public static class ProblemCodesRegistration
{
    /// <summary>
    /// Adds every public static <see cref="ProblemCode"/> field of a class such as <c>OrdersProblems</c>, so none is missed.
    /// </summary>
    public static IServiceCollection AddProblemCodes(this IServiceCollection services, Type declaredIn)
    {
        ArgumentNullException.ThrowIfNull(declaredIn);
        foreach (var field in declaredIn.GetFields(BindingFlags.Public | BindingFlags.Static))
            if (field.GetValue(null) is ProblemCode code)
                services.AddSingleton(code);
        return services;
    }
}
