using System.Net.Http.Headers;
using System.Text.Json;

namespace Shop.OpsClient;

/// <summary>
/// A client of a shop's <c>/ops</c>, and of the few calls beside it that operators need. Every method throws
/// <see cref="ShopApiException"/> when the shop answers with a problem, and <see cref="HttpRequestException"/> when no shop answers.
/// </summary>
/// <param name="http">Where the shop is, with the operator's name and key as headers: see <see cref="Connect"/>.</param>
public sealed class ShopApiClient(HttpClient http) : IDisposable
{
    /// <summary>Where a shop listens when nothing else is set.</summary>
    public const string DefaultAddress = "http://localhost:5080";

    private readonly ApiConnection _api = new(http);

    /// <summary>Connects to a shop.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="key">Its operator key (Ops:Key); null or empty for none.</param>
    /// <param name="operatorName">The name under which the audit log records changes; what no header can carry becomes a dash.</param>
    public static ShopApiClient Connect(Uri address, string? key, string operatorName)
    {
        var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Add("X-Operator", string.Concat(operatorName.Select(c => c is > ' ' and <= '~' ? c : '-')));
        if (!string.IsNullOrEmpty(key))
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return new ShopApiClient(http);
    }

    /// <summary>A page of dead letters, newest first.</summary>
    public Task<Page<DeadLetter>> ListDeadLetters(DeadLetterFilter filter, int limit, CancellationToken ct, string? cursor = null) =>
        _api.Get<Page<DeadLetter>>(
            ApiConnection.Query("/ops/dead-letters", [.. filter.Parameters, ("limit", limit), ("cursor", cursor)]), ct);

    /// <summary>Dead letters counted by rule and cause, the most frequent first.</summary>
    public Task<IReadOnlyList<DeadLetterGroup>> ListCauses(DeadLetterFilter filter, CancellationToken ct) =>
        _api.GetAll<DeadLetterGroup>(ApiConnection.Query("/ops/dead-letters/causes", filter.Parameters), ct);

    /// <summary>The dead letters of an event, one for each rule that could not handle it.</summary>
    public Task<IReadOnlyList<DeadLetterDetails>> ShowDeadLetters(Guid eventId, CancellationToken ct) =>
        _api.GetAll<DeadLetterDetails>($"/ops/dead-letters/{eventId}", ct);

    /// <summary>Starts to redrive dead letters: each gets one more attempt.</summary>
    public Task<StartedOperations> Redrive(DeadLetterRequest request, CancellationToken ct) =>
        _api.Post<StartedOperations>("/ops/dead-letters/redrive", request, ct);

    /// <summary>Counts the dead letters that <see cref="Redrive"/> would redrive, and changes nothing.</summary>
    public Task<Matching> CountRedrive(DeadLetterRequest request, CancellationToken ct) =>
        _api.Post<Matching>("/ops/dead-letters/redrive", request with { DryRun = true }, ct);

    /// <summary>Starts to discard dead letters: they are never handled.</summary>
    public Task<StartedOperations> Discard(DeadLetterRequest request, CancellationToken ct) =>
        _api.Post<StartedOperations>("/ops/dead-letters/discard", request, ct);

    /// <summary>Counts the dead letters that <see cref="Discard"/> would discard, and changes nothing.</summary>
    public Task<Matching> CountDiscard(DeadLetterRequest request, CancellationToken ct) =>
        _api.Post<Matching>("/ops/dead-letters/discard", request with { DryRun = true }, ct);

    /// <summary>A page of published events, newest first.</summary>
    public Task<Page<PublishedEvent>> ListEvents(EventFilter filter, int limit, CancellationToken ct, string? cursor = null) =>
        _api.Get<Page<PublishedEvent>>(
            ApiConnection.Query("/ops/events", [.. filter.Parameters, ("limit", limit), ("cursor", cursor)]), ct);

    /// <summary>Events as they are published, until cancelled.</summary>
    public IAsyncEnumerable<PublishedEvent> TailEvents(EventFilter filter, CancellationToken ct) =>
        _api.Stream<PublishedEvent>(ApiConnection.Query("/ops/events/stream", filter.Parameters), "event", ct);

    /// <summary>How many events each module has published, by detail-type.</summary>
    public Task<IReadOnlyList<EventCount>> CountEvents(EventFilter filter, CancellationToken ct) =>
        _api.GetAll<EventCount>(ApiConnection.Query("/ops/events/counts", filter.Parameters), ct);

    /// <summary>An event and what became of it. JSON as the shop answers it.</summary>
    public Task<JsonElement> ShowEvent(Guid eventId, CancellationToken ct) => _api.Get<JsonElement>($"/ops/events/{eventId}", ct);

    /// <summary>What became of an event at each rule of this process.</summary>
    public Task<IReadOnlyList<Delivery>> ListDeliveries(Guid eventId, CancellationToken ct) =>
        _api.GetAll<Delivery>($"/ops/events/{eventId}/deliveries", ct);

    /// <summary>A page of operations, newest first.</summary>
    public Task<Page<Operation>> ListOperations(int limit, CancellationToken ct, string? cursor = null) =>
        _api.Get<Page<Operation>>(ApiConnection.Query("/ops/operations", ("limit", limit), ("cursor", cursor)), ct);

    /// <summary>An operation.</summary>
    public Task<Operation> ShowOperation(Guid id, CancellationToken ct) => _api.Get<Operation>($"/ops/operations/{id}", ct);

    /// <summary>An operation each time that it has progressed, until it ends.</summary>
    public IAsyncEnumerable<Operation> FollowOperation(Guid id, CancellationToken ct) =>
        _api.Stream<Operation>($"/ops/operations/{id}/stream", "progress", ct);

    /// <summary>Cancels a running operation; what is done stays done.</summary>
    public Task<Operation> CancelOperation(Guid id, CancellationToken ct) => _api.Post<Operation>($"/ops/operations/{id}/cancel", null, ct);

    /// <summary>Resumes a cancelled or stopped operation where it ended.</summary>
    public Task<Operation> ResumeOperation(Guid id, CancellationToken ct) => _api.Post<Operation>($"/ops/operations/{id}/resume", null, ct);

    /// <summary>Starts to replay archived events.</summary>
    public Task<StartedOperations> Replay(ReplayRequest request, CancellationToken ct) =>
        _api.Post<StartedOperations>("/ops/replays", request, ct);

    /// <summary>Counts the archived events that <see cref="Replay"/> would search, and changes nothing.</summary>
    public Task<Matching> CountReplay(ReplayRequest request, CancellationToken ct) =>
        _api.Post<Matching>("/ops/replays", request with { DryRun = true }, ct);

    /// <summary>Recomputes which events and effects must exist, and lists what is missing.</summary>
    public Task<ReconciliationReport> Reconcile(CancellationToken ct) => _api.Get<ReconciliationReport>("/ops/reconciliation", ct);

    /// <summary>A page of the audit log, newest first.</summary>
    /// <param name="limit">Entries on the page, up to 100.</param>
    /// <param name="ct">Ends the request.</param>
    /// <param name="operation">Only entries of this operation.</param>
    /// <param name="cursor">The cursor that the page before gave.</param>
    public Task<Page<AuditLogEntry>> ListAuditLog(int limit, CancellationToken ct, Guid? operation = null, string? cursor = null) =>
        _api.Get<Page<AuditLogEntry>>(
            ApiConnection.Query("/ops/audit-log", ("limit", limit), ("operation", operation), ("cursor", cursor)), ct);

    /// <summary>The shop's modules, and which of them this process hosts.</summary>
    public Task<IReadOnlyList<ModulePlacement>> ListModules(CancellationToken ct) =>
        _api.GetAll<ModulePlacement>("/ops/modules", ct);

    /// <summary>What each module of this process has still to do.</summary>
    public Task<ShopHealth> ReadHealth(CancellationToken ct) => _api.GetAnyStatus<ShopHealth>("/health/ready", ct);

    /// <summary>Resumes an order that is on hold, with a new deadline.</summary>
    public Task<OrderStatus> ResumeOrder(string orderId, CancellationToken ct) =>
        _api.Post<OrderStatus>($"/ops/orders/{Uri.EscapeDataString(orderId)}/resume", null, ct);

    /// <summary>Cancels an order for its customer: the shop returns stock and money.</summary>
    public Task<OrderStatus> CancelOrder(string orderId, CancellationToken ct) =>
        _api.Post<OrderStatus>($"/ops/orders/{Uri.EscapeDataString(orderId)}/cancel", null, ct);

    /// <summary>Computes the analytics figures again from the archived events; answers when they are in place.</summary>
    public Task<RebuiltAnalytics> RebuildAnalytics(CancellationToken ct) => _api.Post<RebuiltAnalytics>("/ops/analytics/rebuild", null, ct);

    /// <summary>Places an order as a shopper does.</summary>
    /// <param name="order">The body of <c>POST /v1/orders</c>.</param>
    /// <param name="idempotencyKey">Repeating a request with the same key makes no second order.</param>
    /// <param name="ct">Ends the request.</param>
    public Task<OrderStatus> PlaceOrder(object order, string idempotencyKey, CancellationToken ct) =>
        _api.Post<OrderStatus>("/v1/orders", order, ct, idempotencyKey);

    /// <summary>Cancels an order as its customer does.</summary>
    public Task<OrderStatus> CancelOwnOrder(string orderId, CancellationToken ct) =>
        _api.Post<OrderStatus>($"/v1/orders/{Uri.EscapeDataString(orderId)}/cancel", null, ct);

    /// <summary>Closes the connection.</summary>
    public void Dispose() => http.Dispose();
}
