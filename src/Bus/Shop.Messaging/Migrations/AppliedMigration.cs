namespace Shop.Messaging.Migrations;

/// <summary>A script that this start applied.</summary>
/// <param name="Module">The module whose schema or file it changed.</param>
/// <param name="Series"><c>bus</c> for the bus's own tables, else the module's name.</param>
/// <param name="Number">Its number within the series.</param>
/// <param name="Name">What it does, from its file name.</param>
public sealed record AppliedMigration(string Module, string Series, int Number, string Name);
