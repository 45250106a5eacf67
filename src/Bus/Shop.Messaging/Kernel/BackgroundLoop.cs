using Microsoft.Extensions.Logging;

namespace Shop.Messaging.Kernel;

/// <summary>
/// Runs one step again and again until it is stopped. Between two runs it waits for the time that the step asks for, or until it is woken.
/// A step that fails is logged and tried again; no error ends the loop.
/// </summary>
/// <param name="name">What the log calls the loop: "Outbox relay of orders".</param>
/// <param name="runOnce">The step. It returns how long to wait until the next.</param>
/// <param name="time">What waits are measured by.</param>
/// <param name="logger">Where failures are logged.</param>
public sealed partial class BackgroundLoop(string name, Func<CancellationToken, Task<TimeSpan>> runOnce, TimeProvider time, ILogger logger)
{
    /// <summary>How soon a step that failed is tried again.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly AsyncSignal _wake = new();
    private long _runs;

    /// <summary>How many steps have ended, well or not; tests wait for it to grow.</summary>
    public long Runs => Interlocked.Read(ref _runs);

    /// <summary>Ends the wait: the next step begins at once, or when the one that runs has ended.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Runs until it is stopped; returns when the step that was running has ended.</summary>
    public async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var wait = RetryInterval;
            try
            {
                wait = await runOnce(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(e, name, RetryInterval);
            }
            Interlocked.Increment(ref _runs);
            if (wait > TimeSpan.Zero)
                await _wake.Wait(wait, time, stopping);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Loop}: a run failed; the next one starts in {Wait}")]
    private partial void LogFailed(Exception e, string loop, TimeSpan wait);
}
