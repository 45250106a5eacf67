namespace Shop.Messaging;

/// <summary>A module's front door: its name, what it says and hears, its endpoints and its recurring work.</summary>
public interface IModule
{
    /// <summary>Lower case, one word: the schema or file, the lane and the source <c>com.shop.&lt;name&gt;</c> are named for it.</summary>
    string Name { get; }

    /// <summary>Declares all of it. Called once, before the host is built.</summary>
    void Register(ModuleBuilder module);
}
