using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Shop.Host.Hosting;

namespace Shop.Host.Commands;

/// <summary>What every command that opens the shop does first, and how it ends when that cannot be done.</summary>
internal static class Started
{
    /// <summary>Exit code for a reason that a person can mend.</summary>
    public const int CannotStart = 1;

    /// <summary>Builds the shop, takes its store, and does something with it. A reason that a person can mend is one message, not a stack trace.</summary>
    public static async Task<int> With(Func<WebApplication> build, Func<WebApplication, Task<int>> use)
    {
        try
        {
            await using var app = build();
            using var taken = SingleInstanceLock.Take(app);
            return await use(app);
        }
        catch (Exception e) when (e is StartException or ArgumentException)
        {
            return Say(e.Message);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return Say($"{e.Message} Something listens there already, perhaps another shop. Stop it, or choose another address: --urls http://localhost:5081.");
        }
    }

    private static int Say(string message)
    {
        Console.Error.WriteLine(message);
        return CannotStart;
    }
}
