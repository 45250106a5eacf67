namespace Shop.Messaging.Kernel;

/// <summary>Where a module runs.</summary>
public enum Placement
{
    /// <summary>In the process that hosts every module which is not placed elsewhere.</summary>
    Local,

    /// <summary>In a process of its own: events that its rules match leave this one.</summary>
    Remote,
}

/// <summary>Which events the publisher sends to EventBridge.</summary>
public enum Relaying
{
    /// <summary>Those that a remote module's rule matches.</summary>
    RemoteOnly,

    /// <summary>All of them, for consumers outside the shop that have rules of their own.</summary>
    All,
}
