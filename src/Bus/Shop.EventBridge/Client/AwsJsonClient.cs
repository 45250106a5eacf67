using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace Shop.EventBridge;

/// <summary>
/// A client for a service that speaks AWS's JSON, on the SDK's own pipeline: its credentials, its signer, its retries, its HTTP. The package of
/// EventBridge's official client is not to be had where this is built; the operations that are needed are few.
/// </summary>
public class AwsJsonClient : AmazonServiceClient
{
    private readonly AwsJsonConfig _config;

    /// <summary>With the credentials that the SDK finds: environment, profile, container, instance.</summary>
    public AwsJsonClient(AwsJsonConfig config) : base(config) => _config = config;

    /// <summary>With these credentials.</summary>
    public AwsJsonClient(AWSCredentials credentials, AwsJsonConfig config) : base(credentials, config) => _config = config;

    /// <summary>Calls an operation.</summary>
    /// <param name="operation">Its name: <c>PutRule</c>.</param>
    /// <param name="input">What it takes; serialised with the names that the properties have.</param>
    /// <param name="ct">Gives up.</param>
    /// <typeparam name="TOutput">What it answers.</typeparam>
    /// <exception cref="AmazonServiceException">The service refuses; <see cref="AmazonServiceException.ErrorCode"/> says why.</exception>
    /// <exception cref="AmazonClientException">The service cannot be asked.</exception>
    public async Task<TOutput> Call<TOutput>(string operation, object input, CancellationToken ct)
    {
        var call = new JsonOperation<TOutput>(_config.Target, operation, _config.ContentType);
        var options = new InvokeOptions { RequestMarshaller = call, ResponseUnmarshaller = call };
        return (await InvokeAsync<JsonAnswer<TOutput>>(new JsonCall(input), options, ct)).Output;
    }

    /// <summary>Calls an operation whose answer says nothing.</summary>
    /// <inheritdoc cref="Call{TOutput}"/>
    public Task Call(string operation, object input, CancellationToken ct) => Call<object>(operation, input, ct);

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata { get; } = new JsonServiceMetadata();

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new FindEndpoint());
        pipeline.AddHandlerAfter<Marshaller>(new SignWithSigV4());
    }

    private sealed class FindEndpoint : PipelineHandler
    {
        public override void InvokeSync(IExecutionContext executionContext)
        {
            Find(executionContext);
            base.InvokeSync(executionContext);
        }

        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            Find(executionContext);
            return base.InvokeAsync<T>(executionContext);
        }

        private static void Find(IExecutionContext call) =>
            call.RequestContext.Request.Endpoint = new Uri(((AwsJsonConfig)call.RequestContext.ClientConfig).Url());
    }

    private sealed class SignWithSigV4 : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }

    private sealed class JsonServiceMetadata : IServiceMetadata
    {
        public string ServiceId => "EventBridge";

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }
}
