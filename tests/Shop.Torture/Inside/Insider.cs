using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Shop.Torture;

/// <summary>Listens, inside the shop's process, to the host that is being built and to the bus's moments, and does there what the torments say.</summary>
internal sealed class Insider(Torments torments)
{
    /// <summary>What the process prints when the first handler's work after its start is committed.</summary>
    public const string FirstEffect = "torture: first effect";

    private readonly Random _chance = new(torments.Seed);
    private readonly Lock _lock = new();
    private int _passed;
    private bool _handled, _told;

    public void Listen()
    {
        new Thread(DieWithTheSuite) { IsBackground = true }.Start();
        DiagnosticListener.AllListeners.Subscribe(new On<DiagnosticListener>(source =>
        {
            if (source.Name == "Microsoft.Extensions.Hosting")
                source.Subscribe(new On<KeyValuePair<string, object?>>(told => HostIsBuilt(told.Key, told.Value)));
            if (source.Name == Failpoint.Source)
                source.Subscribe(new On<KeyValuePair<string, object?>>(told => Passes(told.Key, (string?)told.Value)));
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
<<<<<<< HEAD
                services.AddSingleton<ITransport>(provider => new UnreliableCarrier(
                    Original(transport, provider), provider.GetRequiredService<HostedModules>(), torments));
=======
                services.AddSingleton<ITransport>(provider => new UnreliableTransport(
                    Original(transport, provider), provider.GetRequiredService<Modules>(), torments));
>>>>>>> prose
            }
            if (torments.StrangersEvery > TimeSpan.Zero)
                services.AddHostedService(provider => new Strangers(
                    provider.GetRequiredService<InboundAdapter>(), provider.GetRequiredService<ModuleDirectory>(), torments));
        });
    }

    private static ITransport Original(ServiceDescriptor transport, IServiceProvider provider) => (ITransport)(
        transport.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, transport.ImplementationType!));

    private void Passes(string moment, string? rule)
    {
        var slow = false;
        lock (_lock)
        {
            if (moment == torments.DieAt || $"{moment} {rule}" == torments.DieAt)
                if (++_passed == torments.OnPass)
                    Process.GetCurrentProcess().Kill();
            slow = moment == "before handler commit" && _chance.NextDouble() < torments.SlowCommits;
            _handled |= moment == "after handle";
            if (_handled && moment == "after handler commit" && !_told)
            {
                _told = true;
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
