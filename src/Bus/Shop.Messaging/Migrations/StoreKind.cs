namespace Shop.Messaging.Migrations;

/// <summary>The two stores that every module's SQL serves.</summary>
public enum StoreKind
{
    /// <summary>Production: a schema a module.</summary>
    Postgres,

    /// <summary>The embedded store of a plain <c>dotnet run</c>: a file a module.</summary>
    Sqlite,
}
