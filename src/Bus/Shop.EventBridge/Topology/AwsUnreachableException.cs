namespace Shop.EventBridge;

/// <summary>AWS, or an emulator, cannot be reached or returned an error; the message says where and why.</summary>
/// <param name="place">The endpoint or region.</param>
/// <param name="why">The cause.</param>
public sealed class AwsUnreachableException(string place, Exception why) : Exception($"The request to {place} failed: {why?.Message}", why);
