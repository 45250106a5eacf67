using Shop.Events;

namespace Shop.Payments.Tests;

/// <summary>A provider that answers an authorisation when the test says so, and that cannot close a key.</summary>
internal sealed class ControlledGateway : IPaymentGateway
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Authorised? _authorised;
    private bool _voided;

    /// <summary>Done when an authorisation is under way.</summary>
    public Task AuthorisationStarted => _started.Task;

    /// <summary>How often money was set aside, and how often it was given back.</summary>
    public (int SetAside, int GivenBack) Moved { get; private set; }

    /// <summary>Authorisations that were asked for.</summary>
    public int Authorisations { get; private set; }

    public void Respond() => _response.SetResult();

    /// <summary>Sets the money aside while its caller still waits for the answer.</summary>
    public void Authorise(Money amount)
    {
        lock (_lock)
        {
            if (_authorised is not null)
                return;
            _authorised = new Authorised("pay_in_hand", amount, "USD");
            Moved = (Moved.SetAside + 1, Moved.GivenBack);
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

    public Task<AuthorisationOutcome?> Find(string businessKey, CancellationToken ct) => Task.FromResult<AuthorisationOutcome?>(_authorised);

    public Task<Authorised?> Capture(string businessKey, CancellationToken ct) => Task.FromResult(_voided ? null : _authorised);

    public Task<VoidOrRefundResult?> VoidOrRefund(string businessKey, CancellationToken ct)
    {
        lock (_lock)
        {
            if (_authorised is not null && !_voided)
                (_voided, Moved) = (true, (Moved.SetAside, Moved.GivenBack + 1));
            return Task.FromResult(_authorised is { } authorised ? new VoidOrRefundResult(authorised, null) : null);
        }
    }

    public Task<bool> Refund(string businessKey, string refundKey, Money amount, CancellationToken ct) => Task.FromResult(false);
}
