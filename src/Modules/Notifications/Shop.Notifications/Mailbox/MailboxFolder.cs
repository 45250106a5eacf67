using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Shop.Notifications;

/// <summary>
/// A folder of <c>.eml</c> files, one a message, that takes the place of every channel that has no server or provider. A file is named for its
/// message's key: sent again, it is written again.
/// </summary>
internal sealed partial class MailboxFolder : IMessageSender
{
    private readonly string _path;
    private readonly string _from;
    private readonly TimeProvider _clock;

    public MailboxFolder(string path, string from, TimeProvider clock, ILogger<MailboxFolder> logger)
    {
        (_path, _from, _clock) = (Path.GetFullPath(path), from, clock);
        Directory.CreateDirectory(_path);
        LogUsed(logger, _path);
    }

    public bool IsIdempotent => true;

    public async Task Send(Message message, CancellationToken ct)
    {
        using var mail = Mail.Of(message, _from, _clock.GetUtcNow());
        var file = FileOf(message.Id);
        await mail.WriteToAsync(file + ".part", ct);
        File.Move(file + ".part", file, overwrite: true);
    }

    /// <summary>The messages' ids after a given one, those of the newest orders first.</summary>
    public IReadOnlyList<string> Ids(string? after, int limit) =>
    [
        .. Directory.EnumerateFiles(_path, "*.eml").Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Where(id => after is null || string.CompareOrdinal(id, after) < 0).OrderByDescending(id => id, StringComparer.Ordinal).Take(limit),
    ];

    /// <summary>The message of that id; null when there is none.</summary>
    public async Task<MimeMessage?> Find(string id, CancellationToken ct)
    {
        try
        {
            return IsId().IsMatch(id) ? await MimeMessage.LoadAsync(FileOf(id), ct) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Deletes what is older.</summary>
    public void Purge(TimeSpan age)
    {
        var before = _clock.GetUtcNow().UtcDateTime - age;
        foreach (var file in Directory.EnumerateFiles(_path).Where(file => IsOurs(file) && File.GetLastWriteTimeUtc(file) < before))
            File.Delete(file);
    }

    /// <summary>Whether it is a message, or what is left of one whose writing was broken off: the folder may be others' too.</summary>
    private static bool IsOurs(string file) => file.EndsWith(".eml", StringComparison.Ordinal) || file.EndsWith(".eml.part", StringComparison.Ordinal);

    private string FileOf(string id) => Path.Combine(_path, id + ".eml");

    /// <summary>As <see cref="Message.Id"/> makes them: no folder can be named by it.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,250}\z")]
    private static partial Regex IsId();

    [LoggerMessage(LogLevel.Information, "What has no server or provider is put into {Path}: set Notifications:Mail:Server, Notifications:Sms:Url and Notifications:AccountManager:Webhook to send it")]
    private static partial void LogUsed(ILogger logger, string path);
}
