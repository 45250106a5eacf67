namespace Shop.Messaging.Modules;

/// <summary>
/// A handler throws it when a retry cannot help: the message is a dead letter at once, is not redriven by the dead-letter processor, and operators
/// are alerted. It counts anywhere in an exception's chain.
/// </summary>
/// <param name="message">What happened, to what, and what a person can do.</param>
/// <param name="inner">The exception behind it.</param>
public class NonRetryableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The event itself cannot be read. A handler that fails to read something else throws another exception.</summary>
internal class UnreadableEventException(string message, Exception? inner = null) : NonRetryableException(message, inner);

/// <summary>The code has no such rule.</summary>
internal sealed class RuleNotFoundException(string message) : NonRetryableException(message);
