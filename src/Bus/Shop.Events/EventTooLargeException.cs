using System.Globalization;

namespace Shop.Events;

/// <summary>The event exceeds the size limit. Publishing throws it, so that the business transaction fails.</summary>
/// <param name="detailType">The event's detail-type.</param>
/// <param name="subject">What it is about.</param>
/// <param name="size">Its size in bytes, as <see cref="EventSize"/> counts.</param>
/// <param name="cap">The largest size allowed, in bytes.</param>
public sealed class EventTooLargeException(string detailType, string subject, int size, int cap) : InvalidOperationException(string.Create(
    CultureInfo.InvariantCulture,
    $"\"{detailType}\" of {subject} has {size:N0} bytes; the limit is {cap:N0}. "
    + $"Publish ids and let readers fetch the rest, or raise Bus:MaxEventBytes (EventBridge accepts up to {EventSize.HardCap:N0})."))
{
    /// <summary>The event's size in bytes.</summary>
    public int Size { get; } = size;

    /// <summary>The cap in bytes.</summary>
    public int Cap { get; } = cap;
}
