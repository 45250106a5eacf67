using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Shop.Analytics.Tests;

/// <summary>Observes the SQL that EF Core sends in all tests; a test recognises its own by a unique order id.</summary>
internal sealed partial class WrittenStatements : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly ConcurrentBag<(string Sql, string Given)> _sent = [];
    private readonly List<IDisposable> _subscriptions = [];

    public WrittenStatements() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>The tables of the insert statements of this order's batch.</summary>
    public IEnumerable<string> Tables(string of)
    {
        var prefix = of[..(of.LastIndexOf('-') + 1)];
        return _sent.Where(sent => sent.Given.Contains(prefix, StringComparison.Ordinal)).Select(sent => Insert().Match(sent.Sql))
            .Where(found => found.Success).Select(found => found.Groups[1].Value);
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory)
            _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is CommandEventData { Command: { } command } && value.Key == RelationalEventId.CommandExecuting.Name)
            _sent.Add(
                (command.CommandText,
                string.Concat(command.Parameters.Cast<System.Data.Common.DbParameter>().Select(parameter => parameter.Value as string))));
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error) => throw error;

    public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());

    private const string DbLoggerCategory = "Microsoft.EntityFrameworkCore";
    [GeneratedRegex(@"insert into (orders|lines|refunds)\b")]
    private static partial Regex Insert();
}
