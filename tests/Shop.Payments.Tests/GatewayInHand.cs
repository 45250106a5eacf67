using Shop.Events;

namespace Shop.Payments.Tests;

/// <summary>A provider that answers a charge when the test says so, and that cannot close a key.</summary>
internal sealed class GatewayInHand : IPaymentGateway
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Captured? _captured;
    private bool _refunded;

    /// <summary>Done when a charge is under way.</summary>
    public Task Asked => _asked.Task;

    /// <summary>How often money was taken, and how often it was given back.</summary>
    public (int Charged, int Refunded) Moved { get; private set; }

    /// <summary>Charges that were asked for.</summary>
    public int Charges { get; private set; }

    public void Answer() => _answer.SetResult();

    /// <summary>Takes the money while its caller still waits for the answer.</summary>
    public void Capture(Money amount)
    {
        lock (_lock)
        {
            if (_captured is not null)
                return;
            _captured = new Captured("pay_in_hand", amount, "USD");
            Moved = (Moved.Charged + 1, Moved.Refunded);
        }
    }

    public async Task<ChargeOutcome> Charge(string businessKey, Money amount, string currency, string token, CancellationToken ct)
    {
        Charges++;
        _asked.TrySetResult();
        await _answer.Task.WaitAsync(ct);
        Capture(amount);
        return _captured!;
    }

    public Task<ChargeOutcome?> Find(string businessKey, CancellationToken ct) => Task.FromResult<ChargeOutcome?>(_captured);

    public Task<Captured?> Refund(string businessKey, CancellationToken ct)
    {
        lock (_lock)
        {
            if (_captured is not null && !_refunded)
                (_refunded, Moved) = (true, (Moved.Charged, Moved.Refunded + 1));
            return Task.FromResult(_captured);
        }
    }
}
