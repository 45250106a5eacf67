using Shop.Events;

namespace Shop.Host.Commands.Patterns;

/// <summary>One pattern file against one event file, explained.</summary>
internal static class ExplainedMatch
{
    public static int Run(FileInfo pattern, FileInfo @event, TextWriter output, TextWriter errors)
    {
        try
        {
            var explanation = EventPattern.Parse(File.ReadAllBytes(pattern.FullName)).Explain(File.ReadAllBytes(@event.FullName));
            output.Write(explanation);
            return explanation.Matches ? 0 : 1;
        }
        catch (FormatException error) when (error is InvalidEventPatternException or InvalidEventException)
        {
            errors.WriteLine(error.Message);
            return 2;
        }
    }
}
