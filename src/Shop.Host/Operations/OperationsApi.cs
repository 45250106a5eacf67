using Shop.Web;

namespace Shop.Host.Operations;

/// <summary>What operators see and do, under /ops: one group, one way to refuse.</summary>
internal static class OperationsApi
{
    public static void MapOperations(this WebApplication app)
    {
        var ops = app.MapGroup("/ops").WithTags("Operations").AddEndpointFilter(async (context, next) =>
        {
            try
            {
                return await next(context);
            }
            catch (OperationRejectedException e)
            {
                return Problem.Of(OpsProblems.OperationRejected, e.Message);
            }
        });
        DeadLettersApi.Map(ops);
        OperationRecordsApi.Map(ops);
        EventsApi.Map(ops);
        ReconciliationApi.Map(ops);
    }
}

/// <summary>What the operations' API refuses.</summary>
internal static class OpsProblems
{
    public static readonly ProblemCode OperationRejected = new("operation_rejected", 422, "This cannot be done",
        "What is asked for cannot be done, and nothing was changed. The detail says why, and what to ask for instead.");

    public static readonly ProblemCode DeadLetterNotFound = new("dead_letter_not_found", 404, "There is no such dead letter",
        "The id names no event that a rule has given up. GET /ops/dead-letters lists them.");

    public static readonly ProblemCode OperationNotFound = new("operation_not_found", 404, "There is no such operation",
        "The id names no operation of the modules of this process. GET /ops/operations lists them.");

    public static readonly ProblemCode NotInThatState = new("operation_state", 409, "The operation is not in a state for that",
        "Only a running operation can be cancelled or report, and only a cancelled or stopped one be resumed. GET it to see how it stands.");

    public static readonly ProblemCode EventNotFound = new("event_not_found", 404, "There is no such event",
        "The id names no event that a module of this process has said, or it is forgotten.");
}
