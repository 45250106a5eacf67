using Shop.Events;

namespace Shop.Payments.Tests;

/// <summary>A provider whose authorisation responds when the test says so, and that cannot close a key.</summary>
internal sealed class ControlledGateway : IPaymentGateway
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Authorised? _authorised;
    private bool _voided;

    /// <summary>Completes when an authorisation is in flight.</summary>
    public Task AuthorisationStarted => _started.Task;

    /// <summary>The number of authorisations made and voided.</summary>
    public (int Authorised, int Voided) Moved { get; private set; }

    /// <summary>The number of authorisation requests.</summary>
    public int Authorisations { get; private set; }

    public void Respond() => _response.SetResult();

    /// <summary>Authorises while the caller still waits for the response.</summary>
    public void Authorise(Money amount)
    {
        lock (_lock)
        {
            if (_authorised is not null)
                return;
            _authorised = new Authorised("pay_in_hand", amount, "USD");
            Moved = (Moved.Authorised + 1, Moved.Voided);
        }
    }

    public async Task<AuthorisationOutcome> Authorise(string businessKey, Money amount, string currency, string token, CancellationToken ct)
    {
        Authorisations++;
        _started.TrySetResult();
        await _response.Task.WaitAsync(ct);
        Authorise(amount);
        return _authorised!;
    }

    public Task<AuthorisationOutcome?> Find(string businessKey, CancellationToken ct) =>
        Task.FromResult<AuthorisationOutcome?>(_authorised);

    public Task<Authorised?> Capture(string businessKey, CancellationToken ct) => Task.FromResult(_voided ? null : _authorised);

    public Task<VoidOrRefundResult?> VoidOrRefund(string businessKey, CancellationToken ct)
    {
        lock (_lock)
        {
            if (_authorised is not null && !_voided)
                (_voided, Moved) = (true, (Moved.Authorised, Moved.Voided + 1));
            return Task.FromResult(_authorised is { } authorised ? new VoidOrRefundResult(authorised, null) : null);
        }
    }

    public Task<bool> Refund(string businessKey, string refundKey, Money amount, CancellationToken ct) => Task.FromResult(false);
}
