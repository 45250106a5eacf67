using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Shop.Notifications;

/// <summary>
/// A folder of <c>.eml</c> files, one per message, used for every channel without a server or provider. A file is named after the message
/// key, so sending again overwrites it.
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

    /// <summary>The message ids after a given one, newest orders first.</summary>
    public IReadOnlyList<string> Ids(string? after, int limit) =>
    [
        .. Directory.EnumerateFiles(_path, "*.eml").Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Where(id => after is null || string.CompareOrdinal(id, after) < 0).OrderByDescending(id => id, StringComparer.Ordinal)
            .Take(limit),
    ];

    /// <summary>The message with this id; null when there is none.</summary>
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

    /// <summary>Deletes messages older than this.</summary>
    public void Purge(TimeSpan age)
    {
        var before = _clock.GetUtcNow().UtcDateTime - age;
        foreach (var file in Directory.EnumerateFiles(_path).Where(file => IsOurs(file) && File.GetLastWriteTimeUtc(file) < before))
            File.Delete(file);
    }

    /// <summary>Whether it is a message or a partially written one: the folder may hold other files.</summary>
    private static bool IsOurs(string file) =>
        file.EndsWith(".eml", StringComparison.Ordinal) || file.EndsWith(".eml.part", StringComparison.Ordinal);

    private string FileOf(string id) => Path.Combine(_path, id + ".eml");

    /// <summary>The form of <see cref="Message.Id"/>, which cannot name another folder.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,250}\z")]
    private static partial Regex IsId();

    [LoggerMessage(
        LogLevel.Information,
        "Mailbox folder: messages without a server or provider go to {Path}. Set Notifications:Mail:Server, Notifications:Sms:Url and "
        + "Notifications:AccountManager:Webhook to send them")]
    private static partial void LogUsed(ILogger logger, string path);
}
