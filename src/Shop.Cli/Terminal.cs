using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Shop.OpsClient;
using Spectre.Console;

namespace Shop.Cli;

/// <summary>What a command prints: tables and progress bars to a person, tab-separated lines to a pipe.</summary>
internal sealed class Terminal(TextWriter output, TextWriter errors)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });

    private bool IsPipe => output != Console.Out || Console.IsOutputRedirected;

    public void Line(string text) => output.WriteLine(text);

    public void Json<T>(T item) => output.WriteLine(JsonSerializer.Serialize(item, Indented));

    /// <summary>Prints an error.</summary>
    /// <returns>The exit code for it.</returns>
    public int Fail(string message)
    {
        errors.WriteLine(message);
        return 1;
    }

    public void Table<T>(IEnumerable<T> items, params (string Name, Func<T, object?> Value)[] columns)
    {
        if (IsPipe)
        {
            foreach (var item in items)
                output.WriteLine(string.Join('\t', columns.Select(column => OneLine(Text(column.Value(item))))));
            return;
        }
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (name, _) in columns)
            table.AddColumn(name);
        foreach (var item in items)
            table.AddRow([.. columns.Select(column => Markup.Escape(Text(column.Value(item))))]);
        _console.Write(table);
    }

    /// <summary>Shows progress bars while something runs.</summary>
    public Task<T> Progress<T>(Func<ProgressContext, Task<T>> run) => _console.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).StartAsync(run);

    /// <summary>Names the modules that other processes host: this shop's answer does not include them.</summary>
    public async Task WarnOfOtherProcesses(ShopApiClient shop, CancellationToken ct)
    {
        var others = (await shop.ListModules(ct)).Where(module => !module.Hosted).Select(module => module.Name).ToList();
        if (others.Count > 0)
            errors.WriteLine($"Not included: {string.Join(", ", others)}. Other processes host these; name one with --url.");
    }

    private static string Text(object? value) => value switch
    {
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool flag => flag ? "yes" : "no",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" | ").Replace('\t', ' ');
}
