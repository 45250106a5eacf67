using Shop.Events;

namespace Shop.Notifications;

/// <summary>Sends one event on one channel: a branch of the workflow.</summary>
internal sealed class SendNotifications<TEvent, TChannel>(
    TChannel channel, RecipientAddresses addresses, Templates templates, SendingOnce once, NotificationLog log)
    : IExternalCall<TEvent, SendResult>
    where TEvent : IEvent
    where TChannel : class, IChannel
{
    private static readonly string About = Notice.AboutOf(EventContract.Of(typeof(TEvent)).DetailType);

    public static string? ReceiverOf(TEvent received) => TChannel.Name;

    public async Task<SendResult> Call(TEvent received, CancellationToken ct)
    {
        var notice = Notice.Of(received);
        var key = notice.Key(About, TChannel.Name);
        var known = await addresses.Of(notice.OrderId, key, ct);
        if (known.State is { } state && state.IsSettled)
            return SendResult.SettledBefore;
        if (channel.SkipReason(known) is { } reason)
            return SendResult.Skipped(reason);

        var message =
            new Message(
            key, TChannel.Name, channel.AddressOf(known), templates.Render(About, TChannel.Name, channel.LanguageOf(known), notice));
        return await once.Send(channel.Sender, message, notice.OrderId, About, ct);
    }

    public Task Record(IReadOnlyList<CallResult<TEvent, SendResult>> results, CancellationToken ct) => log.Record(
        [.. results.Select(result => (Notice.Of(result.Event), result.Result, (IReceived)result))], About, TChannel.Name, ct);
}
