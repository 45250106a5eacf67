namespace Shop.EventPatterns;

/// <summary>
/// The bytes given as an event are not one JSON object in UTF-8. It is the only exception that matching an event throws.
/// </summary>
public sealed class InvalidEventException : FormatException
{
    internal InvalidEventException(string problem, int position)
        : base($"The event is not a JSON object that can be matched: {problem} at byte {position}.") => BytePosition = position;

    /// <summary>Where in the event's UTF-8 bytes reading stopped, counted from 0.</summary>
    public int BytePosition { get; }
}
