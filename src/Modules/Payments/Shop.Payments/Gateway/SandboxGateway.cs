using System.Collections.Concurrent;
using Shop.Events;

namespace Shop.Payments;

/// <summary>
/// A simulated payment provider. The payment token chooses what happens:
/// <list type="table">
/// <item><term><c>tok_ok</c></term><description>authorised</description></item>
/// <item><term><c>tok_declined</c></term><description>declined: <c>card_declined</c></description></item>
/// <item><term><c>tok_insufficient_funds</c></term><description>declined: <c>insufficient_funds</c></description></item>
/// <item><term><c>tok_expired_card</c></term><description>declined: <c>expired_card</c></description></item>
/// <item><term><c>tok_slow</c></term><description>authorised after <c>Payments:Sandbox:SlowResponseDelay</c>, 3 seconds if not
/// set</description></item>
/// <item><term><c>tok_stuck</c></term><description>no response and no authorisation until the caller times out, every
/// time</description></item>
/// <item><term><c>tok_error_once</c></term><description>an error on the first attempt, which authorises nothing; then
/// authorised</description></item>
/// <item><term><c>tok_charged_but_unanswered</c></term><description>authorised, but an error instead of the response; a retry returns
/// authorised</description></item>
/// <item><term><c>tok_poison</c></term><description>an invalid response every time: the event is dead-lettered and the order put on
/// hold</description></item>
/// <item><term><c>tok_poison_once</c></term><description>an invalid response on the first attempt, which authorises nothing; authorised
/// after a redrive</description></item>
/// <item><term>anything else</term><description>declined: <c>unknown_token</c></description></item>
/// </list>
/// Captures, voids and refunds always succeed. The ledger commits outside the shop's transactions, like an external provider: its effects
/// survive a crash.
/// </summary>
internal sealed class SandboxGateway(IModuleStorage<PaymentsDb> storage, SandboxOptions options, TimeProvider clock) : IPaymentGateway
{
    private readonly SandboxLedger _ledger = new(storage);
    private readonly ConcurrentDictionary<string, bool> _failedOnce = [];

    public async Task<AuthorisationOutcome> Authorise(string businessKey, Money amount, string currency, string token, CancellationToken ct)
    {
        if (token == "tok_slow")
            await Task.Delay(options.SlowResponseDelay, clock, ct);
        if (token == "tok_stuck")
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, ct);
        if (token == "tok_error_once" && await IsFirstAttempt(businessKey, ct))
            throw new HttpRequestException($"The sandbox failed to charge {businessKey}, as tok_error_once requests. A retry succeeds.");
        if (token == "tok_poison" || token == "tok_poison_once" && await IsFirstAttempt(businessKey, ct))
            throw new NonRetryableException(
                $"The sandbox returned an invalid response for {businessKey}, as {token} requests. Retrying does not help.");

        var outcome = OutcomeOf(token, amount, currency);
        if (!await _ledger.Write(businessKey, outcome, ct))
            return (await Find(businessKey, ct))!;
        if (token == "tok_charged_but_unanswered")
            throw new TimeoutException($"The sandbox charged {businessKey} without a response, as tok_charged_but_unanswered requests.");
        return outcome;
    }

    public Task<AuthorisationOutcome?> Find(string businessKey, CancellationToken ct) => _ledger.Find(businessKey, ct);

    public Task<Authorised?> Capture(string businessKey, CancellationToken ct) => _ledger.Capture(businessKey, ct);

    public Task<VoidOrRefundResult?> VoidOrRefund(string businessKey, CancellationToken ct) => _ledger.VoidOrRefund(businessKey, ct);

    public Task<bool> Refund(string businessKey, string refundKey, Money amount, CancellationToken ct) =>
        _ledger.Refund(businessKey, refundKey, amount, ct);

    private async Task<bool> IsFirstAttempt(string businessKey, CancellationToken ct) =>
        !_failedOnce.TryRemove(businessKey, out _) && await Find(businessKey, ct) is null && _failedOnce.TryAdd(businessKey, true);

    private static AuthorisationOutcome OutcomeOf(string token, Money amount, string currency) => token switch
    {
        "tok_ok" or "tok_slow" or "tok_error_once" or "tok_poison_once" or "tok_charged_but_unanswered" =>
            new Authorised($"pay_{Guid.CreateVersion7():N}", amount, currency),
        "tok_declined" => new Declined("card_declined"),
        "tok_insufficient_funds" => new Declined("insufficient_funds"),
        "tok_expired_card" => new Declined("expired_card"),
        _ => new Declined("unknown_token"),
    };
}
