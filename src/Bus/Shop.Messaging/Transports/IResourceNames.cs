namespace Shop.Messaging.Transports;

/// <summary>What a transport calls a rule and a module's queue; dead letters show it.</summary>
public interface IResourceNames
{
    /// <summary>A rule: EventBridge's ARN when events travel over EventBridge.</summary>
    /// <param name="module">The module.</param>
    /// <param name="rule">The rule's name within the module.</param>
    string OfRule(string module, string rule);

    /// <summary>The queue that a module receives from: its ARN when it is an SQS queue.</summary>
    /// <param name="module">The module.</param>
    string OfTarget(string module);
}

/// <summary>Inside a process the names are those of the code.</summary>
internal sealed class LocalResourceNames : IResourceNames
{
    public string OfRule(string module, string rule) => $"{module}/{rule}";

    public string OfTarget(string module) => module;
}
