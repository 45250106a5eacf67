using Shop.Events;

namespace Shop.EventBridge;

/// <summary>
/// The names of all resources on AWS, shared by the relay, the pumps and the infrastructure.
/// </summary>
/// <param name="options">Bus and prefix; in Terraform these are variables, so that an account can hold several shops.</param>
public sealed class TopologyNames(AwsOptions options)
{
    /// <summary>The event bus.</summary>
    public string EventBus => options.EventBus;

    /// <summary>The archive of the bus; EventBridge allows 48 characters.</summary>
    public string Archive => $"{options.EventBus}-archive";

    /// <summary>A rule on the bus: <c>payments-review-large-orders</c>.</summary>
    public static string RuleOf(Rule rule) => RuleOf(rule.Module, rule.Name);

    /// <summary>A rule on the bus, by module and rule name.</summary>
    public static string RuleOf(string module, string rule) => $"{module}-{rule}";

    /// <summary>The queue that a module's rules feed.</summary>
    public string QueueOf(string module) => options.QueueOf(module);

    /// <summary>
    /// The dead-letter queue: events that EventBridge could not deliver, and messages received too often without a delete.
    /// </summary>
    public string DeadLetterQueueOf(string module) => options.DeadLetterQueueOf(module);

    /// <summary>
    /// The queue for a module's events that EventBridge does not accept. A process drains only its own: it may not put other modules'
    /// events on the bus. A process with several modules uses the queue of any one of them: <c>Bus:Aws:FallbackQueue</c>.
    /// </summary>
    public string FallbackQueueOf(string module) => $"{options.QueueOf(module)}-fallback";

    /// <summary>The IAM policy of the processes that host a module.</summary>
    public string PolicyOf(string module) => $"{options.Prefix}-{module}";

    /// <summary>The SNS topic that alarms notify.</summary>
    public string AlarmTopic => $"{options.Prefix}-alarms";

    /// <summary>An alarm about a queue: <c>shop-payments-dlq-depth</c>.</summary>
    public static string AlarmOf(string queue, string about) => $"{queue}-{about}";

    /// <summary>The CloudWatch dashboard.</summary>
    public string Dashboard => $"{options.Prefix}-events";

    /// <summary>The schema registry.</summary>
    public string SchemaRegistry => $"{options.Prefix}-events";

    /// <summary>
    /// A schema in the registry, named as EventBridge names discovered ones, with the version: <c>com.shop.orders@OrderCreated.v1</c>.
    /// </summary>
    public static string SchemaOf(EventContract contract) => $"{contract.Source}@{contract.FileName}";
}
