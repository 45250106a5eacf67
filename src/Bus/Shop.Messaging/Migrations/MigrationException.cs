namespace Shop.Messaging.Migrations;

/// <summary>A migration was rejected or failed. The message says which file, why, and what to do.</summary>
public sealed class MigrationException : Exception
{
    internal MigrationException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}
