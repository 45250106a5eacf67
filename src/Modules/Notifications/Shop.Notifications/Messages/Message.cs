namespace Shop.Notifications;

/// <summary>A message to send.</summary>
/// <param name="Key">The business key: sent at most once.</param>
/// <param name="Channel">The channel.</param>
/// <param name="To">An e-mail address, a telephone number, or the channel's fixed recipient.</param>
/// <param name="Content">The text.</param>
internal sealed record Message(string Key, string Channel, string To, Content Content)
{
    /// <summary>The key as a file name or message id: letters, digits, dots, dashes and underscores.</summary>
    public string Id => string.Concat(Key.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '.'));
}

/// <summary>A rendered template.</summary>
/// <param name="Language">ISO 639-1.</param>
/// <param name="Subject">One line; empty for channels without a subject.</param>
/// <param name="Text">Plain text.</param>
internal sealed record Content(string Language, string Subject, string Text);
