using System.Buffers.Binary;
using System.Diagnostics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Shop.Host.Hosting;

/// <summary>Sends metrics and traces to a collector, such as CloudWatch's, when OTEL_EXPORTER_OTLP_ENDPOINT names one.</summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "OTEL_SERVICE_NAME";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[Endpoint]))
            return services;
        Activity.TraceIdGenerator = XRayTraceId;
        services.AddOpenTelemetry()
            .ConfigureResource(shop => shop.AddService(configuration[ServiceName] is { Length: > 0 } name ? name : "shop"))
            .WithMetrics(metrics => metrics.AddMeter("Shop.*", "Microsoft.AspNetCore.Hosting", "Npgsql").AddOtlpExporter())
            .WithTracing(traces => traces.AddSource(BusTracing.Name, "Microsoft.AspNetCore", "Npgsql").AddOtlpExporter());
        return services;
    }

    /// <summary>
    /// X-Ray accepts a trace only when its id begins with the second in which it started (AWS X-Ray developer guide, "Tracing header").
    /// </summary>
    internal static ActivityTraceId XRayTraceId()
    {
        Span<byte> id = stackalloc byte[16];
        Random.Shared.NextBytes(id);
        BinaryPrimitives.WriteUInt32BigEndian(id, (uint)DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        return ActivityTraceId.CreateFromBytes(id);
    }
}
