namespace Shop.Messaging;

/// <summary>Where a module is served.</summary>
public enum Placement
{
    /// <summary>In the process that hosts all modules which are not placed elsewhere.</summary>
    Local,

    /// <summary>In a process of its own: what it hears leaves this one.</summary>
    Remote,
}

/// <summary>Which events leave the process.</summary>
public enum Relaying
{
    /// <summary>Those that a rule of a module elsewhere matches.</summary>
    RemoteOnly,

    /// <summary>All, for whoever outside the shop has rules of his own.</summary>
    All,
}
