namespace Shop.Messaging.Migrations;

/// <summary>The two stores that every module supports.</summary>
public enum StoreKind
{
    /// <summary>Production: one schema per module.</summary>
    Postgres,

    /// <summary>The embedded store of a plain <c>dotnet run</c>: one file per module.</summary>
    Sqlite,
}
