using System.Text;

namespace Shop.Events;

/// <summary>
/// The size of an event as PutEvents counts it: 14 bytes for the time, and the UTF-8 bytes of source, detail-type, detail and resources
/// (Amazon EventBridge user guide, "Calculating PutEvents event entry size").
/// </summary>
public static class EventSize
{
    /// <summary>The default size limit of an event, in bytes.</summary>
    public const int DefaultCap = 256_000;

    /// <summary>The highest limit that can be configured, in bytes: EventBridge rejects a larger entry.</summary>
    public const int HardCap = 1_000_000;

    /// <summary>The bytes that PutEvents would count.</summary>
    /// <param name="source">The event's source.</param>
    /// <param name="detailType">The event's detail-type.</param>
    /// <param name="detailBytes">The length of the detail as UTF-8 JSON.</param>
    public static int Of(string source, string detailType, int detailBytes) =>
        14 + Encoding.UTF8.GetByteCount(source) + Encoding.UTF8.GetByteCount(detailType) + detailBytes;
}
