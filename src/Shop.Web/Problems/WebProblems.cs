namespace Shop.Web;

/// <summary>The problems that HTTP itself has, whatever the endpoint.</summary>
public static class WebProblems
{
    /// <summary>The request is well-formed, but something in it breaks a rule.</summary>
    public static readonly ProblemCode InvalidRequest = new("invalid_request", 400, "The request is not valid",
        "Something in the request breaks a rule. Each entry of errors names the place (pointer into the body, or parameter) and the " +
        "rule. Correct all of them and send the request again.");

    /// <summary>The body is not JSON.</summary>
    public static readonly ProblemCode MalformedJson = new("malformed_json", 400, "The body is not well-formed JSON",
        "The body cannot be read as JSON, or is nested deeper than 32 levels. Correct it where the detail says and send the request " +
        "again.");

    /// <summary>The body is missing.</summary>
    public static readonly ProblemCode BodyMissing = new("body_missing", 400, "The body is missing",
        "This operation needs a JSON body, and none (or a bare null) was sent. /openapi/v1.json describes it.");

    /// <summary>A path, query or header parameter cannot be read.</summary>
    public static readonly ProblemCode InvalidParameter = new("invalid_parameter", 400, "A parameter is not valid",
        "A path, query or header parameter is missing or cannot be read. The parameter is named in errors.");

    /// <summary>Any other request that cannot be understood.</summary>
    public static readonly ProblemCode BadRequest = new("bad_request", 400, "The request cannot be understood",
        "The request cannot be understood as HTTP for this operation. /openapi/v1.json describes what is.");

    /// <summary>The cursor is not one that this list gave out.</summary>
    public static readonly ProblemCode InvalidCursor = new("invalid_cursor", 400, "The cursor is not valid",
        "A cursor is passed back exactly as nextCursor gave it, to the list that gave it. Leave it away to begin at the start.");

    /// <summary>The limit is not a number that a page can have.</summary>
    public static readonly ProblemCode InvalidLimit = new("invalid_limit", 400, "The limit is not valid",
        "limit is the number of items on a page: a whole number from 1 to 100; 20 when it is left away.");

    /// <summary>Last-Event-ID is not one that the stream gave out.</summary>
    public static readonly ProblemCode InvalidLastEventId = new("invalid_last_event_id", 400, "The Last-Event-ID is not valid",
        "Last-Event-ID is passed back exactly as the stream gave it in id. Leave it away to begin at the start.");

    /// <summary>Nobody is signed in.</summary>
    public static readonly ProblemCode Unauthenticated = new("unauthenticated", 401, "Who is asking?",
        "The request carries no valid credentials. Sign in and send a bearer token.");

    /// <summary>The caller may not do this.</summary>
    public static readonly ProblemCode Forbidden = new("forbidden", 403, "Not allowed",
        "The credentials are valid but do not allow this operation.");

    /// <summary>Nothing is served at this path.</summary>
    public static readonly ProblemCode NotFound = new("not_found", 404, "Nothing is here",
        "Nothing is served at this path. /openapi/v1.json lists every path.");

    /// <summary>The path does not know this method.</summary>
    public static readonly ProblemCode MethodNotAllowed = new("method_not_allowed", 405, "The method is not allowed here",
        "The path exists, but not with this method. The Allow header names the methods that it has.");

    /// <summary>It is another by now than the client has seen.</summary>
    public static readonly ProblemCode PreconditionFailed = new("precondition_failed", 412, "It has changed since you read it",
        "If-Match names another state than there is now, so nothing was changed. The ETag header of this answer is that of the present state: " +
        "read it again, decide again, and send its ETag.");

    /// <summary>The body is larger than is taken.</summary>
    public static readonly ProblemCode BodyTooLarge = new("body_too_large", 413, "The body is too large",
        "A body may have at most 65,536 bytes (64 KB). Nothing was changed. Send less.");

    /// <summary>The body is not said to be JSON.</summary>
    public static readonly ProblemCode UnsupportedMediaType = new("unsupported_media_type", 415, "The content type is not supported",
        "A body is JSON in UTF-8. Send it with the header Content-Type: application/json.");

    /// <summary>The client does not say which state it wants to change.</summary>
    public static readonly ProblemCode PreconditionRequired = new("precondition_required", 428, "The If-Match header is missing",
        "This operation changes what others may be changing too. Read it first, and send its ETag in a header If-Match.");

    /// <summary>The caller asks too often.</summary>
    public static readonly ProblemCode TooManyRequests = new("too_many_requests", 429, "Too many requests",
        "The limit for this caller is used up. Wait as long as Retry-After says, and send the request again.");

    /// <summary>We failed.</summary>
    public static readonly ProblemCode InternalError = new("internal_error", 500, "Something failed on our side",
        "The request was not understood to be wrong; we failed to answer it. Send it again with the same Idempotency-Key; if it fails " +
        "again, tell us the traceId.");

    /// <summary>We cannot answer now.</summary>
    public static readonly ProblemCode Unavailable = new("unavailable", 503, "Not available at the moment",
        "The shop is starting, stopping or cannot reach its data. Send the request again in a moment, with the same Idempotency-Key.");

    /// <summary>The code for an answer that has only a status; an unlisted status falls back to the general code of its hundred.</summary>
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
