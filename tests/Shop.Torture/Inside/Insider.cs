using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Shop.Torture;

/// <summary>
/// Runs inside the shop's process, subscribes to the host's construction and the bus's failpoints, and applies the torments there.
/// </summary>
internal sealed class Insider(Torments torments)
{
    /// <summary>What the process prints when the first handler's work after its start is committed.</summary>
    public const string FirstEffect = "torture: first effect";

    private readonly Random _chance = new(torments.Seed);
    private readonly Lock _lock = new();
    private int _passed;
    private bool _handled, _reported;

    public void Listen()
    {
        new Thread(DieWithTheSuite) { IsBackground = true }.Start();
        DiagnosticListener.AllListeners.Subscribe(new On<DiagnosticListener>(source =>
        {
            if (source.Name == "Microsoft.Extensions.Hosting")
                source.Subscribe(new On<KeyValuePair<string, object?>>(published => HostIsBuilt(published.Key, published.Value)));
            if (source.Name == Failpoint.Source)
                source.Subscribe(new On<KeyValuePair<string, object?>>(published => Passes(published.Key, (string?)published.Value)));
        }));
    }

    /// <summary>The suite holds the other end of this process's input for as long as it lives.</summary>
    private static void DieWithTheSuite()
    {
        Console.In.ReadToEnd();
        Process.GetCurrentProcess().Kill();
    }

    private void HostIsBuilt(string step, object? host)
    {
        if (step != "HostBuilding")
            return;
        ((IHostBuilder)host!).ConfigureServices(services =>
        {
            foreach (var transport in services.Where(service => service.ServiceType == typeof(ITransport)).ToList())
            {
                services.Remove(transport);
                services.AddSingleton<ITransport>(provider => new UnreliableTransport(
                    Original(transport, provider), provider.GetRequiredService<HostedModules>(), torments));
            }
            if (torments.StrangersEvery > TimeSpan.Zero)
                services.AddHostedService(provider => new Strangers(
                    provider.GetRequiredService<InboundAdapter>(), provider.GetRequiredService<ModuleDirectory>(), torments));
        });
    }

    private static ITransport Original(ServiceDescriptor transport, IServiceProvider provider) => (ITransport)(
        transport.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, transport.ImplementationType!));

    private void Passes(string failpoint, string? rule)
    {
        var slow = false;
        lock (_lock)
        {
            if (failpoint == torments.DieAt || $"{failpoint} {rule}" == torments.DieAt)
                if (++_passed == torments.OnPass)
                    Process.GetCurrentProcess().Kill();
            slow = failpoint == "before handler commit" && _chance.NextDouble() < torments.SlowCommits;
            _handled |= failpoint == "after handle";
            if (_handled && failpoint == "after handler commit" && !_reported)
            {
                _reported = true;
                Console.WriteLine(FirstEffect);
            }
        }
        if (slow)
            Thread.Sleep(torments.Slow);
    }

    private sealed class On<T>(Action<T> next) : IObserver<T>
    {
        public void OnNext(T value) => next(value);

        public void OnCompleted()
        {
            // The process ends.
        }

        public void OnError(Exception error) => throw error;
    }
}
