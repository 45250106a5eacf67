using Microsoft.AspNetCore.Connections;
using Shop.Host.Hosting;

namespace Shop.Host.Commands;

/// <summary>Opens the shop for a command, and turns a failed start into a message.</summary>
internal static class Started
{
    /// <summary>Exit code for a reason that the caller can correct.</summary>
    public const int CannotStart = 1;

    /// <summary>
    /// Builds the shop, locks its store and runs an action. A reason that the caller can correct is one message, not a stack trace.
    /// </summary>
    public static async Task<int> With(TextWriter errors, Func<WebApplication> build, Func<WebApplication, Task<int>> use)
    {
        try
        {
            await using var app = build();
            using var taken = SingleInstanceLock.Take(app);
            return await use(app);
        }
        catch (Exception e) when (e is StartException or ArgumentException)
        {
            return Fail(errors, e.Message);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return Fail(errors, $"{e.Message} Another program listens there, perhaps another shop. "
                + "Stop it, or choose another address: --urls http://localhost:5081.");
        }
    }

    private static int Fail(TextWriter errors, string message)
    {
        errors.WriteLine(message);
        return CannotStart;
    }
}
