using System.Text;
using System.Text.RegularExpressions;

namespace Shop.Notifications;

/// <summary>
/// Message templates in files named <c>subject.channel.language.txt</c>: built in, or overridden by the same name in the folder
/// <c>Notifications:Templates</c>. <c>{{name}}</c> is a word of the event's notice. Values are never parsed as templates and have no
/// control characters.
/// </summary>
internal sealed partial class Templates
{
    private readonly Dictionary<string, string> _files;
    private readonly string _shop;

    /// <param name="folder">The folder of files that override the built-in ones; null for none.</param>
    /// <param name="shop">The name of the shop.</param>
    public Templates(string? folder, string shop)
    {
        _shop = shop;
        _files = BuiltIn();
        foreach (var file in folder is null ? [] : Directory.GetFiles(folder, "*.txt"))
            _files[Path.GetFileName(file)] = File.ReadAllText(file);
    }

    /// <exception cref="InvalidOperationException">There is no such template, or it uses a word that the event does not have.</exception>
    public Content Render(string about, string channel, string language, Notice notice)
    {
        var (file, written) = Find($"{about}.{channel}", language);
        var spoken = Language.Of(written);
        var words = notice.Words.Append(("orderId", notice.OrderId)).Append(("shop", _shop))
            .ToDictionary(word => word.Item1, word => Render(word.Item2, spoken));
        var filled = Placeholder().Replace(_files[file], found => words.TryGetValue(found.Groups[1].Value, out var word)
            ? word
            : throw new InvalidOperationException(
                $"The template {file} uses {found.Value}; \"{about}\" has {string.Join(", ", words.Keys.Order())}."));
        return filled.StartsWith(SubjectLine, StringComparison.Ordinal) && filled.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end
            ? new Content(written, filled[SubjectLine.Length..end].Trim(), filled[end..].Trim() + "\n")
            : new Content(written, "", filled.Trim());
    }

    private const string SubjectLine = "Subject: ";

    /// <summary>The file in that language, otherwise in the default one.</summary>
    private (string File, string Language) Find(string name, string language) =>
        ((string[])[language, Language.Default]).Select(code => (File: $"{name}.{code}.txt", code))
            .FirstOrDefault(candidate => _files.ContainsKey(candidate.File)) is { File: not null } found
            ? found
            : throw new InvalidOperationException($"There is no template {name}.{Language.Default}.txt.");

    private string Render(object word, Language language) => word switch
    {
        Price price => language.Write(price),
        Code code => Meaning(code, language.Code),
        IReadOnlyList<Line> lines =>
            string.Join('\n', lines.Select(line => $"  {line.Quantity} × {Clean(line.Product)}  {language.Write(line.Each)}")),
        _ => Clean((string)word),
    };

    /// <summary>The text for a code: the line of its file that starts with it, otherwise the line <c>other</c>.</summary>
    private string Meaning(Code code, string language)
    {
        var meanings = _files[Find(code.Kind, language).File].Split('\n').Select(line => line.Split(": ", 2))
            .Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1].Trim());
        return meanings.GetValueOrDefault(code.Value) ?? meanings["other"];
    }

    /// <summary>Replaces control characters, so a value cannot add lines or headers.</summary>
    private static string Clean(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));

    private static Dictionary<string, string> BuiltIn()
    {
        var assembly = typeof(Templates).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.EndsWith(".txt", StringComparison.Ordinal))
            .ToDictionary(name => name, name =>
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            return text.ReadToEnd();
        });
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Placeholder();
}
