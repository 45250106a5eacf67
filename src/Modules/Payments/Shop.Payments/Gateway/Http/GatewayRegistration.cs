using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Shop.Payments;

/// <summary>
/// The HTTP client of the payment provider. Outermost first: total timeout, retries, circuit breaker, timeout per request.
/// </summary>
internal static class GatewayRegistration
{
    private const int MaxResponseBytes = 64 * 1024;

    public static IServiceCollection AddHttpGateway(this IServiceCollection services, GatewayOptions options)
    {
        services.AddHttpClient(HttpGateway.ClientName, client =>
        {
            // A base address without a trailing slash would lose its last segment.
            client.BaseAddress = new Uri(options.Url!.AbsoluteUri.TrimEnd('/') + "/");
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Key);
            client.MaxResponseContentBufferSize = MaxResponseBytes;
            client.Timeout = Timeout.InfiniteTimeSpan;      // the pipeline sets the timeouts
        })
        .ConfigurePrimaryHttpMessageHandler(
            () => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        .AddResilienceHandler("payment-gateway", pipeline => Configure(pipeline, options));
        return services.AddSingleton<IPaymentGateway, HttpGateway>();
    }

    /// <summary>Every request has a business key, so retries are safe whatever the method.</summary>
    private static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, GatewayOptions options) => pipeline
        .AddTimeout(options.TotalTimeout)
        .AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = options.Retries, Delay = options.RetryAfter, BackoffType = DelayBackoffType.Exponential, UseJitter = true,
        })
        .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5, MinimumThroughput = options.BreakAfter, SamplingDuration = options.BreakSampling,
            BreakDuration = options.BreakFor,
        })
        .AddTimeout(options.Timeout);
}
