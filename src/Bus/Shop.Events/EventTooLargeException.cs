using System.Globalization;

namespace Shop.Events;

/// <summary>An event that the bus will not carry because of its size. Thrown when it is published, so that the business transaction fails with it.</summary>
/// <param name="detailType">The event's detail-type.</param>
/// <param name="subject">Whom it is about.</param>
/// <param name="size">Its size in bytes, as <see cref="EventSize"/> counts.</param>
/// <param name="cap">The largest size allowed, in bytes.</param>
public sealed class EventTooLargeException(string detailType, string subject, int size, int cap) : InvalidOperationException(string.Create(
    CultureInfo.InvariantCulture,
    $"\"{detailType}\" of {subject} has {size:N0} bytes; at most {cap:N0} are carried. Publish ids and let readers fetch the rest, or raise Bus:MaxEventBytes (EventBridge takes up to {EventSize.HardCap:N0})."))
{
    /// <summary>The event's size in bytes.</summary>
    public int Size { get; } = size;

    /// <summary>The cap in bytes.</summary>
    public int Cap { get; } = cap;
}
