using Shop.Events;

namespace Shop.EventBridge;

/// <summary>
/// What everything is called on AWS. The relay, the pump and the infrastructure never tell each other a name: each asks here.
/// </summary>
/// <param name="options">Bus and prefix; in Terraform these are variables, so several shops can live in an account.</param>
public sealed class TopologyNames(AwsOptions options)
{
    /// <summary>The event bus.</summary>
    public string EventBus => options.EventBus;

    /// <summary>The archive of the bus; EventBridge takes 48 characters.</summary>
    public string Archive => $"{options.EventBus}-archive";

    /// <summary>A rule on the bus: <c>payments-review-large-orders</c>.</summary>
    public static string RuleOf(Rule rule) => RuleOf(rule.Module, rule.Name);

    /// <summary>The same by its module's name and its own.</summary>
    public static string RuleOf(string module, string rule) => $"{module}-{rule}";

    /// <summary>The queue that a module's rules feed.</summary>
    public string QueueOf(string module) => options.QueueOf(module);

    /// <summary>The queue for what EventBridge could not put into the module's queue, and what the module could not take out of it.</summary>
    public string DeadLetterQueueOf(string module) => options.DeadLetterQueueOf(module);

    /// <summary>
    /// The queue that takes what a module says while EventBridge does not. A process drains its own only: it may not put other modules' events on
    /// the bus. One that hosts several modules uses that of any of them, by <c>Bus:Aws:FallbackQueue</c>.
    /// </summary>
    public string FallbackQueueOf(string module) => $"{options.QueueOf(module)}-fallback";

    /// <summary>The IAM policy of whoever runs a module.</summary>
    public string PolicyOf(string module) => $"{options.Prefix}-{module}";

    /// <summary>The SNS topic that alarms tell.</summary>
    public string AlarmTopic => $"{options.Prefix}-alarms";

    /// <summary>An alarm about a queue: <c>shop-payments-dlq-depth</c>.</summary>
    public static string AlarmOf(string queue, string about) => $"{queue}-{about}";

    /// <summary>The CloudWatch dashboard.</summary>
    public string Dashboard => $"{options.Prefix}-events";

    /// <summary>The schema registry.</summary>
    public string SchemaRegistry => $"{options.Prefix}-events";

    /// <summary>A schema in the registry, named as EventBridge names those that it discovers, and the version: <c>com.shop.orders@OrderCreated.v1</c>.</summary>
    public static string SchemaOf(EventContract contract) => $"{contract.Source}@{contract.FileName}";
}
