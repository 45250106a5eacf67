namespace Shop.Messaging;

/// <summary>
/// Thrown by a handler when trying again could not help: the letter is dead at once, is not redriven by itself, and operations are told.
/// Anywhere in the chain of an exception it counts.
/// </summary>
/// <param name="message">What happened, to what, and what a person can do.</param>
/// <param name="inner">What lies behind it.</param>
public class NonRetryableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The event itself cannot be read; that a handler fails to read something else is no such thing.</summary>
internal class UnreadableEventException(string message, Exception? inner = null) : NonRetryableException(message, inner);

/// <summary>A letter came for a rule that the code does not have.</summary>
internal sealed class RuleNotFoundException(string message) : NonRetryableException(message);
