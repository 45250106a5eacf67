using System.Collections.Concurrent;
using Shop.Events;
using Shop.Messaging;

namespace Shop.Payments;

/// <summary>
/// A payment provider to try the shop with. The payment token chooses what happens:
/// <list type="table">
/// <item><term><c>tok_ok</c></term><description>authorised</description></item>
/// <item><term><c>tok_declined</c></term><description>declined: <c>card_declined</c></description></item>
/// <item><term><c>tok_insufficient_funds</c></term><description>declined: <c>insufficient_funds</c></description></item>
/// <item><term><c>tok_expired_card</c></term><description>declined: <c>expired_card</c></description></item>
/// <item><term><c>tok_slow</c></term><description>authorised after <c>Payments:Sandbox:SlowResponseDelay</c>, 3 seconds if not set</description></item>
/// <item><term><c>tok_stuck</c></term><description>no answer and no authorisation until the caller gives up, each time</description></item>
/// <item><term><c>tok_error_once</c></term><description>an error the first time, which authorises nothing; then authorised</description></item>
/// <item><term><c>tok_charged_but_unanswered</c></term><description>authorised, but an error instead of the answer; asked again it answers authorised</description></item>
/// <item><term><c>tok_poison</c></term><description>nonsense instead of an answer, each time: a dead letter, and the order is held</description></item>
/// <item><term><c>tok_poison_once</c></term><description>nonsense the first time, which authorises nothing; redriven, authorised</description></item>
/// <item><term>anything else</term><description>declined: <c>unknown_token</c></description></item>
/// </list>
/// What was authorised is captured, voided and refunded without fail. Its ledger commits apart from the shop's transactions, as if it were outside: what it did stays done when the shop crashes.
/// </summary>
internal sealed class SandboxGateway(ModuleStore store, SandboxOptions options, TimeProvider clock) : IPaymentGateway
{
    private readonly SandboxLedger _ledger = new(store);
    private readonly ConcurrentDictionary<string, bool> _failedOnce = [];

    public async Task<AuthorisationOutcome> Authorise(string businessKey, Money amount, string currency, string token, CancellationToken ct)
    {
        if (token == "tok_slow")
            await Task.Delay(options.SlowResponseDelay, clock, ct);
        if (token == "tok_stuck")
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, ct);
        if (token == "tok_error_once" && await IsFirstAttempt(businessKey, ct))
            throw new HttpRequestException($"The sandbox failed to charge {businessKey}, as tok_error_once asks it to. Try again.");
        if (token == "tok_poison" || token == "tok_poison_once" && await IsFirstAttempt(businessKey, ct))
            throw new NonRetryableException($"The sandbox answers nonsense when it is asked to charge {businessKey}, as {token} asks it to. Asking again by itself would not help.");

        var outcome = OutcomeOf(token, amount, currency);
        if (!await _ledger.Write(businessKey, outcome, ct))
            return (await Find(businessKey, ct))!;
        if (token == "tok_charged_but_unanswered")
            throw new TimeoutException($"The sandbox does not say that it charged {businessKey}, as tok_charged_but_unanswered asks it to.");
        return outcome;
    }

    public Task<AuthorisationOutcome?> Find(string businessKey, CancellationToken ct) => _ledger.Find(businessKey, ct);

    public Task<Authorised?> Capture(string businessKey, CancellationToken ct) => _ledger.Capture(businessKey, ct);

    public Task<VoidOrRefundResult?> VoidOrRefund(string businessKey, CancellationToken ct) => _ledger.VoidOrRefund(businessKey, ct);

    public Task<bool> Refund(string businessKey, string refundKey, Money amount, CancellationToken ct) => _ledger.Refund(businessKey, refundKey, amount, ct);

    private async Task<bool> IsFirstAttempt(string businessKey, CancellationToken ct) =>
        !_failedOnce.TryRemove(businessKey, out _) && await Find(businessKey, ct) is null && _failedOnce.TryAdd(businessKey, true);

    private static AuthorisationOutcome OutcomeOf(string token, Money amount, string currency) => token switch
    {
        "tok_ok" or "tok_slow" or "tok_error_once" or "tok_poison_once" or "tok_charged_but_unanswered" => new Authorised($"pay_{Guid.CreateVersion7():N}", amount, currency),
        "tok_declined" => new Declined("card_declined"),
        "tok_insufficient_funds" => new Declined("insufficient_funds"),
        "tok_expired_card" => new Declined("expired_card"),
        _ => new Declined("unknown_token"),
    };
}
