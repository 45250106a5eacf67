using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Shop.Web.Tests;

/// <summary>Captures every log line with its scopes.</summary>
internal sealed class CapturedLog : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<Line> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose() { }

    internal sealed record Line(LogLevel Level, string Message, string[] Scopes);

    private sealed class Logger(CapturedLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => log.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var open = new List<string>();
            log.scopes.ForEachScope((scope, all) => all.Add(scope?.ToString() ?? ""), open);
            log.Lines.Enqueue(new(logLevel, formatter(state, exception), [.. open]));
        }
    }
}
