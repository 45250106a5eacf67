namespace Shop.Messaging.Modules;

/// <summary>A module's front door: its name, the events it publishes and subscribes to, its endpoints and its recurring jobs.</summary>
public interface IModule
{
    /// <summary>Lower case, one word: the schema or file, the queue and the source <c>com.shop.&lt;name&gt;</c> are named after it.</summary>
    string Name { get; }

    /// <summary>Declares all of it. Called once, before the host is built.</summary>
    void Register(ModuleBuilder module);
}
