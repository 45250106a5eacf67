namespace Shop.Notifications;

/// <summary>What is to be sent.</summary>
/// <param name="Key">The business key: sent once at the most.</param>
/// <param name="Channel">By which channel.</param>
/// <param name="To">An e-mail address, a telephone number, or whoever the channel means.</param>
/// <param name="Content">What it says.</param>
internal sealed record Message(string Key, string Channel, string To, Content Content)
{
    /// <summary>The key as the name of a file or of an e-mail: letters, digits, dots, dashes and underscores.</summary>
    public string Id => string.Concat(Key.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '.'));
}

/// <summary>A template filled in.</summary>
/// <param name="Language">ISO 639-1.</param>
/// <param name="Subject">One line; empty where the channel has no subject.</param>
/// <param name="Text">Plain text.</param>
internal sealed record Content(string Language, string Subject, string Text);
