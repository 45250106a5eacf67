namespace Shop.Messaging;

/// <summary>What a rule and a module's queue are called by whoever carries events to them; dead letters tell it.</summary>
public interface IResourceNames
{
    /// <summary>A rule: EventBridge's ARN, where that carries.</summary>
    /// <param name="module">Whose.</param>
    /// <param name="rule">The rule's name within the module.</param>
    string OfRule(string module, string rule);

    /// <summary>What a module hears from: the ARN of its queue, where SQS has one.</summary>
    /// <param name="module">The module.</param>
    string OfTarget(string module);
}

/// <summary>Within a process nothing is called otherwise than in the code.</summary>
internal sealed class LocalResourceNames : IResourceNames
{
    public string OfRule(string module, string rule) => $"{module}/{rule}";

    public string OfTarget(string module) => module;
}
