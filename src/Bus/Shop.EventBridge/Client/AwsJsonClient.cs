using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace Shop.EventBridge;

/// <summary>
/// A client for a service that speaks AWS's JSON protocol, on the SDK's own pipeline: credentials, signer, retries and HTTP. It stands in
/// for the official EventBridge client, whose package the build's registry does not have; the shop needs few operations.
/// </summary>
public class AwsJsonClient : AmazonServiceClient
{
    private readonly AwsJsonConfig _config;

    /// <summary>Uses the SDK's credential chain: environment, profile, container, instance.</summary>
    public AwsJsonClient(AwsJsonConfig config) : base(config) =>
        (_config, ServiceMetadata) = (config, new JsonServiceMetadata(config.ServiceId));

    /// <summary>Uses the given credentials.</summary>
    public AwsJsonClient(AWSCredentials credentials, AwsJsonConfig config) : base(credentials, config) =>
        (_config, ServiceMetadata) = (config, new JsonServiceMetadata(config.ServiceId));

    /// <summary>Calls an operation.</summary>
    /// <param name="operation">Its name: <c>PutRule</c>.</param>
    /// <param name="input">Its input, serialized with the property names as they are.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <typeparam name="TOutput">Its output.</typeparam>
    /// <exception cref="AmazonServiceException">The service returned an error; see
    /// <see cref="AmazonServiceException.ErrorCode"/>.</exception>
    /// <exception cref="AmazonClientException">The service cannot be reached.</exception>
    public async Task<TOutput> Call<TOutput>(string operation, object input, CancellationToken ct)
    {
        var call = new JsonOperation<TOutput>(_config.Target, operation, _config.ContentType);
        var options = new InvokeOptions { RequestMarshaller = call, ResponseUnmarshaller = call };
        return (await InvokeAsync<JsonAnswer<TOutput>>(new JsonCall(input), options, ct)).Output;
    }

    /// <summary>Calls an operation that returns nothing.</summary>
    /// <inheritdoc cref="Call{TOutput}"/>
    public Task Call(string operation, object input, CancellationToken ct) => Call<object>(operation, input, ct);

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata { get; }

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

    private sealed class JsonServiceMetadata(string serviceId) : IServiceMetadata
    {
        public string ServiceId => serviceId;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }
}
