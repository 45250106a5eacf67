using System.Data.Common;

namespace Shop.Notifications;

/// <summary>
/// Sends a message at most once. An idempotent sender needs nothing more. For others, a row in state "sending" is committed first, in a
/// separate transaction. An attempt that finds such a row of an attempt that never finished does not send again and reports the outcome as
/// unknown.
/// </summary>
internal sealed class SendingOnce(IModuleStorage<NotificationsDb> storage, BusOptions bus, TimeProvider clock)
{
    public async Task<SendResult> Send(IMessageSender sender, Message message, string orderId, string about, CancellationToken ct)
    {
        if (!sender.IsIdempotent && !await Claim(message, orderId, about, ct))
            return SendResult.Failed("outcome_unknown", message.To);
        try
        {
            await sender.Send(message, ct);
            return SendResult.Sent(message.To, message.Content.Language);
        }
        catch (PermanentSendException permanent)
        {
            return SendResult.Failed(permanent.Reason, message.To);
        }
        catch (NotSentException) when (!sender.IsIdempotent)
        {
            await ReleaseClaim(message);
            throw;
        }
        catch (Exception e) when (!sender.IsIdempotent && e is not NotSentException)
        {
            return SendResult.Failed("outcome_unknown", message.To);
        }
    }

    /// <returns>Whether this attempt may send; false when an earlier one may have sent.</returns>
    /// <exception cref="TimeoutException">An earlier attempt may still be sending.</exception>
    private async Task<bool> Claim(Message message, string orderId, string about, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var claimed = await Run("""
            insert into notifications (id, order_id, about, channel, state, at) values (@id, @order, @about, @channel, 'sending', @now)
                on conflict (id) do update set state = 'sending', reason = null, at = excluded.at
             where notifications.state = 'given_up'
            """, ct, ("@id", message.Key), ("@order", orderId), ("@about", about), ("@channel", message.Channel), ("@now", now));
        if (claimed == 1)
            return true;
        var underWay = await storage.RunInOwnTransaction(async connection =>
        {
            await using var command =
                Command(connection, "select count(*) from notifications where id = @id and state = 'sending' and at > @since",
                ("@id", message.Key), ("@since", now - bus.Lease));
            return Convert.ToInt64(await command.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture) > 0;
        }, ct);
        return underWay
            ? throw new TimeoutException($"{message.Key} may still be in flight in an earlier attempt. The call is retried later.") : false;
    }

    private Task ReleaseClaim(Message message) =>
        Run("delete from notifications where id = @id and state = 'sending'", CancellationToken.None, ("@id", message.Key));

    private Task<int> Run(string sql, CancellationToken ct, params (string Name, object Value)[] values) =>
        storage.RunInOwnTransaction(async connection =>
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync(ct);
    }, ct);

    private static DbCommand Command(DbConnection connection, string sql, params (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
