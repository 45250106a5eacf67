using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Shop.EventBridge;

/// <summary>The input of a call.</summary>
internal sealed class JsonCall(object input) : AmazonWebServiceRequest
{
    public object Input => input;
}

/// <summary>The output of a call.</summary>
internal sealed class JsonAnswer<TOutput> : AmazonWebServiceResponse
{
    public TOutput Output { get; init; } = default!;
}

/// <summary>One operation of AWS's JSON protocol: a POST whose header names the operation, JSON in and JSON out.</summary>
internal sealed class JsonOperation<TOutput>(string target, string operation, string contentType)
    : JsonResponseUnmarshaller, IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, target)
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = JsonSerializer.SerializeToUtf8Bytes(((JsonCall)input).Input, JsonWords.Options),
        };
        request.Headers["Content-Type"] = contentType;
        request.Headers["X-Amz-Target"] = $"{target}.{operation}";
        return request;
    }

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        try
        {
            return new JsonAnswer<TOutput> { Output = JsonSerializer.Deserialize<TOutput>(input.Stream, JsonWords.Options)! };
        }
        catch (JsonException e)
        {
            throw new AmazonUnmarshallingException($"{target}.{operation} returned a body that is not its output: {e.Message}", null, e);
        }
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var error = Parse(input.Stream);
        // "__type" may be "com.amazonaws.events#ThrottlingException".
        var code = (Text(error, "__type") ?? Text(error, "code") ?? input.ResponseData.GetHeaderValue("x-amzn-ErrorType") ?? $"Http{(int)statusCode}")
            .Split('#')[^1].Split(':')[0];
        var message = Text(error, "message") ?? Text(error, "Message") ?? "no message";
        return new AmazonServiceException(
            $"{operation}: {code} ({(int)statusCode}): {message}", innerException, ErrorType.Unknown, code,
            input.ResponseData.GetHeaderValue("x-amzn-RequestId"), statusCode);
    }

    private static JsonObject? Parse(Stream body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;        // a proxy's page, say: only the status is known
        }
    }

    private static string? Text(JsonObject? error, string name) => error?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

/// <summary>AWS's JSON conventions: property names unchanged, null values omitted.</summary>
internal static class JsonWords
{
    public static JsonSerializerOptions Options { get; } = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
}
