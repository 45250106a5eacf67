namespace Shop.Web;

/// <summary>The general HTTP problems of all endpoints.</summary>
public static class WebProblems
{
    /// <summary>The request is well-formed, but something in it breaks a rule.</summary>
    public static readonly ProblemCode InvalidRequest = new("invalid_request", 400, "The request is not valid",
        "Something in the request breaks a rule. Each entry of errors names the place (pointer into the body, or parameter) and the " +
        "rule. Correct all of them and send the request again.");

    /// <summary>The body is not JSON.</summary>
    public static readonly ProblemCode MalformedJson = new("malformed_json", 400, "The body is not well-formed JSON",
        "The body cannot be read as JSON, or is nested deeper than 32 levels. Correct it at the place given in the detail and send the "
            + "request " +
        "again.");

    /// <summary>The body is missing.</summary>
    public static readonly ProblemCode BodyMissing = new("body_missing", 400, "The body is missing",
        "This operation needs a JSON body, and none (or a bare null) was sent. /openapi/v1.json describes it.");

    /// <summary>A path, query or header parameter cannot be read.</summary>
    public static readonly ProblemCode InvalidParameter = new("invalid_parameter", 400, "A parameter is not valid",
        "A path, query or header parameter is missing or cannot be read. errors names it.");

    /// <summary>Any other request that cannot be understood.</summary>
    public static readonly ProblemCode BadRequest = new("bad_request", 400, "The request cannot be understood",
        "The request is not valid HTTP for this operation. /openapi/v1.json describes the API.");

    /// <summary>The cursor was not issued by this list.</summary>
    public static readonly ProblemCode InvalidCursor = new("invalid_cursor", 400, "The cursor is not valid",
        "Pass a cursor back unchanged, as returned in nextCursor, to the list that returned it, with the same parameters: filters, sort, "
            + "currency. Only limit may differ. Omit it to start at the beginning.");

    /// <summary>The limit is out of range.</summary>
    public static readonly ProblemCode InvalidLimit = new("invalid_limit", 400, "The limit is not valid",
        "limit is the number of items on a page: a whole number from 1 to 100; 20 by default.");

    /// <summary>The Last-Event-ID was not issued by this stream.</summary>
    public static readonly ProblemCode InvalidLastEventId = new("invalid_last_event_id", 400, "The Last-Event-ID is not valid",
        "Pass Last-Event-ID back unchanged, as received in id. Omit it to start at the beginning.");

    /// <summary>The caller is not signed in.</summary>
    public static readonly ProblemCode Unauthenticated = new("unauthenticated", 401, "Authentication required",
        "The request carries no valid credentials. Sign in and send a bearer token.");

    /// <summary>The caller may not do this.</summary>
    public static readonly ProblemCode Forbidden = new("forbidden", 403, "Access denied",
        "The credentials are valid but do not allow this operation.");

    /// <summary>There is nothing at this path.</summary>
    public static readonly ProblemCode NotFound = new("not_found", 404, "Not found",
        "There is nothing at this path. /openapi/v1.json lists every path.");

    /// <summary>The path does not support this method.</summary>
    public static readonly ProblemCode MethodNotAllowed = new("method_not_allowed", 405, "The method is not allowed here",
        "The path does not support this method. The Allow header lists the supported methods.");

    /// <summary>The resource has changed since the client read it.</summary>
    public static readonly ProblemCode PreconditionFailed = new("precondition_failed", 412, "It has changed since you read it",
        "The ETag in If-Match is not current, so nothing was changed. The ETag header of this response is the current one: " +
        "read the resource again and retry with its ETag.");

    /// <summary>The body is too large.</summary>
    public static readonly ProblemCode BodyTooLarge = new("body_too_large", 413, "The body is too large",
        "A body may have at most 65,536 bytes (64 KB). Nothing was changed. Send less.");

    /// <summary>The content type is not JSON.</summary>
    public static readonly ProblemCode UnsupportedMediaType = new("unsupported_media_type", 415, "The content type is not supported",
        "The body must be JSON in UTF-8. Send it with the header Content-Type: application/json.");

    /// <summary>The body has an encoding that is not read.</summary>
    public static readonly ProblemCode UnsupportedEncoding = new("unsupported_encoding", 415, "The content encoding is not supported",
        "The body may be compressed with gzip, br or deflate, one of them. The Accept-Encoding header of this response lists them. Send the "
            + "request again with one of these, or without a Content-Encoding.");

    /// <summary>A query parameter is unknown.</summary>
    public static readonly ProblemCode UnknownParameter = new("unknown_parameter", 400, "A query parameter is unknown",
        "The operation has no query parameter of this name, so it would have no effect. Correct its spelling or remove it; /openapi/v1.json lists "
            + "the parameters of each operation.");

    /// <summary>The If-Match header is missing.</summary>
    public static readonly ProblemCode PreconditionRequired = new("precondition_required", 428, "The If-Match header is missing",
        "This operation needs optimistic concurrency control. Read the resource first, and send its ETag in a header If-Match.");

    /// <summary>The caller exceeded the rate limit.</summary>
    public static readonly ProblemCode TooManyRequests = new("too_many_requests", 429, "Too many requests",
        "The caller's rate limit is exhausted. Wait for the time in Retry-After and send the request again.");

    /// <summary>The server failed.</summary>
    public static readonly ProblemCode InternalError = new("internal_error", 500, "Internal error",
        "The server failed to process the request. Send it again with the same Idempotency-Key; if it fails " +
        "again, report the traceId.");

    /// <summary>The server is unavailable.</summary>
    public static readonly ProblemCode Unavailable = new("unavailable", 503, "Temporarily unavailable",
        "The shop is starting, stopping, or cannot read or write its data. Send the request again after the time in Retry-After, with the same "
            + "Idempotency-Key.");

    /// <summary>The code for a bare status; an unlisted status falls back to the general code of its class.</summary>
    internal static ProblemCode ForStatus(int status) => status switch
    {
        401 => Unauthenticated,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        412 => PreconditionFailed,
        413 => BodyTooLarge,
        415 => UnsupportedMediaType,
        428 => PreconditionRequired,
        429 => TooManyRequests,
        503 => Unavailable,
        >= 500 => InternalError,
        _ => BadRequest,
    };
}
