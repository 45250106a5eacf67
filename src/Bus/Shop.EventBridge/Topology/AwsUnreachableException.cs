namespace Shop.EventBridge;

/// <summary>AWS, or an emulator, cannot be asked, or refuses; the message says where and why.</summary>
/// <param name="place">Where it was asked.</param>
/// <param name="why">What happened.</param>
public sealed class AwsUnreachableException(string place, Exception why) : Exception($"{place} cannot be asked: {why?.Message}", why);
