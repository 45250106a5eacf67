using Shop.Web;

namespace Shop.Host.Ops;

/// <summary>The operators' API under /ops: one group, one way to reject.</summary>
internal static class OpsApi
{
    public static void MapOps(this WebApplication app)
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
        OperationsApi.Map(ops);
        EventsApi.Map(ops);
        ReconciliationApi.Map(ops);
        ModulesApi.Map(ops);
    }
}

/// <summary>The problems that the operators' API answers with.</summary>
internal static class OpsProblems
{
    public static readonly ProblemCode OperationRejected = new("operation_rejected", 422, "The operation was rejected",
        "The shop rejected the request and changed nothing. The detail says why, and what to ask for instead.");

    public static readonly ProblemCode DeadLetterNotFound = new("dead_letter_not_found", 404, "There is no such dead letter",
        "The id names no event that is a dead letter here. GET /ops/dead-letters lists them.");

    public static readonly ProblemCode OperationNotFound = new("operation_not_found", 404, "There is no such operation",
        "The id names no operation of the modules of this process. GET /ops/operations lists them.");

    public static readonly ProblemCode NotInThatState = new("operation_state", 409, "The operation's state does not allow this",
        "Only a running operation can be cancelled, and only a cancelled or stopped one can be resumed. GET it to see its state.");

    public static readonly ProblemCode EventNotFound = new("event_not_found", 404, "There is no such event",
        "The id names no event that a module of this process published or received, or its retention has ended.");
}
